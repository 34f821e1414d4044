import { createHash } from 'node:crypto';
import pg from 'pg';
import { inTime } from '#wake-up';

/** So often a text is seen before it is named: what is put together for one question alone is never prepared. */
const timesBefore = 3;
/** Of so many texts it is known how often they came; connections keep as many prepared statements at most. */
const mostTexts = 300;

/**
 * Questions that are asked again and again, each by a name under which the server keeps it parsed, and planned where one plan is as good
 * for all values. Planning a question about a page takes longer than answering it.
 */
export class FrequentTexts {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** Arguments of a query, by a name where they are a text, with values, that came often. */
  named(args: readonly unknown[]): readonly unknown[] {
    const [text, values] = args;
    if (args.length !== 2 || typeof text !== 'string' || !Array.isArray(values)) return args;
    const name = this.names.get(text) ?? this.nameOfAnother(text);
    return name === undefined ? args : [{ name, text, values }];
  }

  /** After the form of a table changed: what connections have prepared under the names until now is asked for no more. */
  renew(): void {
    this.generation += 1;
    this.names.clear();
  }

  private nameOfAnother(text: string): string | undefined {
    const times = (this.seen.get(text) ?? 0) + 1;
    if (times <= timesBefore) {
      if (this.seen.size < mostTexts || times > 1) this.seen.set(text, times);
      return undefined;
    }
    const name = `${this.generation} ${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;
    this.names.set(text, name);
    return name;
  }
}

const longestGoodbyeMs = 1_000;

export interface HeldConnectionOptions {
  /** Added to the name of the pool's connections, which the server shows. */
  readonly as?: string;
  /** What is other than in the pool, its time-outs above all. */
  readonly config?: pg.ClientConfig;
  /** Statements for each new connection, before anybody uses it. */
  readonly begin?: string;
  /** Questions that come often are prepared on it under a name: planning one takes longer than answering it. */
  readonly prepares?: boolean;
  readonly onNotification?: (payload: string) => void;
  /** Told once of each connection that was lost, not of one that was dropped. */
  readonly onLost?: (error: Error) => void;
}

interface Opening {
  readonly client: pg.Client;
  readonly opened: Promise<pg.Client>;
  readonly giveUp: (error: Error) => void;
}

/** A machine that vanishes says no goodbye: the server finds out by itself within five seconds, and lets go of its locks. */
const keepalives =
  'set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 2';

/**
 * One connection that is held for long: to append, to listen, to keep a lock. It stands beside a pool and is made as the pool makes
 * its own, so that it neither waits for a free one nor takes one away. It is made when it is needed, and anew when it was lost, which
 * is noticed between queries too.
 */
export class HeldConnection {
  private client: pg.Client | undefined;
  private opening: Opening | undefined;

  constructor(
    private readonly pool: Pick<pg.Pool, 'options'>,
    private readonly options: HeldConnectionOptions = {},
  ) {}

  /** Whether there is one now. */
  get isOpen(): boolean {
    return this.client !== undefined;
  }

  /** The one that there is, else a new one. */
  open(): Promise<pg.Client> {
    if (this.client) return Promise.resolve(this.client);
    this.opening ??= this.begun();
    return this.opening.opened;
  }

  /** Waits neither for what is under way, whose outcome stays unknown, nor for a server that says no goodbye. */
  async drop(): Promise<void> {
    const { opening } = this;
    const client = this.client ?? opening?.client;
    this.client = undefined;
    this.opening = undefined;
    // The client itself says nothing of a connection that was ended before it stood.
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
    // The query under way fails with the same error; between queries there is nobody else to tell.
    client.on('error', lost);
    client.on('end', () => lost(new Error('A held connection ended.')));
    if (onNotification) client.on('notification', ({ payload = '' }) => onNotification(payload));
    try {
      await client.connect();
      await client.query(keepalives);
      if (begin !== undefined) await client.query(begin);
      // Else it was dropped, and who waited for it was answered so.
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

/** What a connection has prepared is gone with it, and so are the names. */
const prepareFrequent = (client: pg.Client): void => {
  const texts = new FrequentTexts();
  const query = client.query.bind(client) as Query;
  const named: Query = (...args) => query(...texts.named(args));
  client.query = named as typeof client.query;
};

const ended = async (client: pg.Client): Promise<void> => inTime(client.end(), longestGoodbyeMs, undefined);

/** Copied by name: a pool hides the password from enumeration. */
const configOf = (
  { options }: Pick<pg.Pool, 'options'>,
  { as, config }: HeldConnectionOptions,
): pg.ClientConfig => ({
  ...options,
  ...(options.password === undefined ? {} : { password: options.password }),
  ...(as === undefined ? {} : { application_name: `${options.application_name ?? 'xudai'} ${as}` }),
  ...config,
});
