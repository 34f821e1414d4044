import pg from 'pg';
import { inTime } from '#wake-up';
import { FrequentStatements } from './frequent-statements.js';

/** How long a connection may take to close. */
const closingMs = 1_000;

export interface HeldConnectionOptions {
  /** Appended to the pool's `application_name`. */
  readonly as?: string;
  /** Overrides the configuration of the pool, mostly timeouts. */
  readonly config?: pg.ClientConfig;
  /** Statements that are run on each new connection. */
  readonly begin?: string;
  /** Whether frequent statements are prepared (`FrequentStatements`). */
  readonly prepares?: boolean;
  readonly onNotification?: (payload: string) => void;
  /** Called once for each lost connection, and not for one that was dropped. */
  readonly onLost?: (error: Error) => void;
}

interface Opening {
  readonly client: pg.Client;
  readonly opened: Promise<pg.Client>;
  readonly giveUp: (error: Error) => void;
}

/** A machine that vanishes closes no connection. With these the server notices within five seconds, and releases the locks. */
const keepalives =
  'set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 2';

/**
 * A dedicated connection for long use: to append, to listen, to keep a lock. It has the configuration of a pool but is outside of it, so
 * that it neither waits for a free connection nor takes one. It is opened on demand, and again after it was lost, which is noticed
 * between queries too.
 */
export class HeldConnection {
  private client: pg.Client | undefined;
  private opening: Opening | undefined;

  constructor(
    private readonly pool: Pick<pg.Pool, 'options'>,
    private readonly options: HeldConnectionOptions = {},
  ) {}

  /** Whether the connection is open. */
  get isOpen(): boolean {
    return this.client !== undefined;
  }

  /** The open connection, else a new one. */
  open(): Promise<pg.Client> {
    if (this.client) return Promise.resolve(this.client);
    this.opening ??= this.begun();
    return this.opening.opened;
  }

  /**
   * Closes the connection. Queries under way are abandoned with an unknown outcome; a server that does not answer is waited for a second.
   */
  async drop(): Promise<void> {
    const { opening } = this;
    const client = this.client ?? opening?.client;
    this.client = undefined;
    this.opening = undefined;
    // The client reports nothing where it is ended before it is connected.
    opening?.giveUp(new Error('A held connection was dropped while it was made.'));
    if (client) await ended(client);
  }

  private begun(): Opening {
    const client = new pg.Client(configOf(this.pool, this.options));
    if (this.options.prepares) prepareFrequent(client);
    let giveUp: Opening['giveUp'] = () => undefined;
    const dropped = new Promise<never>((_, reject) => (giveUp = reject));
    return { client, giveUp, opened: Promise.race([this.opened(client), dropped]) };
  }

  private async opened(client: pg.Client): Promise<pg.Client> {
    const { begin, onNotification } = this.options;
    const lost = (error: Error): void => {
      if (this.client !== client) return;
      this.client = undefined;
      this.options.onLost?.(error);
    };
    // A query under way fails with the same error. Between queries these events are the only sign.
    client.on('error', lost);
    client.on('end', () => lost(new Error('A held connection ended.')));
    if (onNotification) client.on('notification', ({ payload = '' }) => onNotification(payload));
    try {
      await client.connect();
      await client.query(begin === undefined ? keepalives : `${keepalives}; ${begin}`);
      // Else it was dropped meanwhile, and its promise was rejected.
      if (this.opening?.client === client) this.client = client;
      return client;
    } catch (error) {
      void ended(client);
      throw error;
    } finally {
      if (this.opening?.client === client) this.opening = undefined;
    }
  }
}

type Query = (...args: readonly unknown[]) => Promise<unknown>;

/** Each connection has names of its own, since prepared statements end with it. */
const prepareFrequent = (client: pg.Client): void => {
  const statements = new FrequentStatements();
  const query = client.query.bind(client) as Query;
  const named: Query = (...args) => query(...statements.named(args));
  client.query = named as typeof client.query;
};

const ended = async (client: pg.Client): Promise<void> => inTime(client.end(), closingMs, undefined);

/** The password is copied by name, since the pool makes it non-enumerable. */
const configOf = (
  { options }: Pick<pg.Pool, 'options'>,
  { as, config }: HeldConnectionOptions,
): pg.ClientConfig => ({
  ...options,
  ...(options.password === undefined ? {} : { password: options.password }),
  ...(as === undefined ? {} : { application_name: `${options.application_name ?? 'xudai'} ${as}` }),
  ...config,
});
