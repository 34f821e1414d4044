import type pg from 'pg';
import { WakeUp } from '#wake-up';
import { HeldConnection } from './held.connection.js';

export interface ListenerOptions {
  /** The channel that notifies of it. */
  readonly channel: string;
  /** Who only wants to be woken gives none. */
  readonly onNotification?: (payload: string) => void;
  /** Called when what was heard before is not known to be the last any more. */
  readonly onLost?: () => void;
  readonly onSetback: (error: unknown) => void;
}

/**
 * Receives what is notified on a channel of the database, over one connection for the whole process, made when somebody first waits. It
 * only wakes: who was woken looks for himself, and looks from time to time in any case, so that a lost connection delays and loses
 * nothing.
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

  /** Begins to listen, unless it does; rings when it has begun, since until then it heard nothing. */
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
