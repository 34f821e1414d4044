import pg from 'pg';
import { inTime, WakeUp } from '#wake-up';
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

interface ListenerOptions {
  readonly channel: string;
  /** To be given where the payload is needed, and not the wake-up alone. */
  readonly onNotification?: (payload: string) => void;
  /** Called when the connection is lost, after which notifications may be missed. */
  readonly onLost?: () => void;
  readonly onSetback: (error: unknown) => void;
}

/**
 * Listens on a channel of the database (`LISTEN`), over one connection for the process. A notification is only a hint: waiters read what is
 * stored, and also poll, so that a lost connection or notification delays them and loses nothing.
 */
export class NotificationListener {
  readonly wakeUp = new WakeUp();
  private readonly connection: HeldConnection;
  private isOpening = false;
  private isClosed = false;

  constructor(
    pool: Pick<pg.Pool, 'options'>,
    private readonly options: ListenerOptions,
  ) {
    const { channel, onNotification, onLost, onSetback } = options;
    this.connection = new HeldConnection(pool, {
      as: 'listener',
      begin: `listen ${channel}`,
      onNotification: (payload) => {
        onNotification?.(payload);
        this.wakeUp.notify();
      },
      onLost: (error) => {
        onLost?.();
        onSetback(error);
      },
    });
  }

  /** Begins to listen, unless it does. Wakes all waiters once it listens, since notifications before that were missed. */
  listen(): void {
    if (this.connection.isOpen || this.isOpening || this.isClosed) return;
    this.isOpening = true;
    this.connection
      .open()
      .then(() => this.wakeUp.notify(), this.failed)
      .finally(() => {
        this.isOpening = false;
      });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.connection.drop();
    this.wakeUp.notify();
  }

  private readonly failed = (error: unknown): void => {
    if (!this.isClosed) this.options.onSetback(error);
  };
}
