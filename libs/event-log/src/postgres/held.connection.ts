import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

const longestGoodbyeMs = 1_000;

/** One connection, made when it is needed, and made anew when it was lost. */
export class HeldConnection {
  private client: pg.Client | undefined;

  constructor(private readonly config: pg.ClientConfig) {}

  async open(): Promise<pg.Client> {
    if (this.client) return this.client;
    const client = new pg.Client(this.config);
    const lost = (): void => {
      if (this.client === client) this.client = undefined;
    };
    // The query under way fails with the same error; between queries there is nobody to tell.
    client.on('error', lost);
    client.on('end', lost);
    await client.connect();
    this.client = client;
    return client;
  }

  /** Waits neither for what is under way, whose outcome stays unknown, nor for a server that says no goodbye. */
  async drop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client) await Promise.race([client.end(), setTimeout(longestGoodbyeMs, undefined, { ref: false })]);
  }
}

/** Connections beside a pool are made as it makes its own. Copied by name: a pool hides the password from enumeration. */
export const configOf = ({ options }: pg.Pool, changes: pg.ClientConfig): pg.ClientConfig => ({
  ...options,
  ...(options.password === undefined ? {} : { password: options.password }),
  ...changes,
});
