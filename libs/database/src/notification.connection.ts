import type pg from 'pg';
import { WakeUp } from '#wake-up';
import { HeldConnection } from './held.connection.js';

export interface ListenerOptions {
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
