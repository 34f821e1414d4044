import type pg from 'pg';
import { WakeUp } from '#wake-up';
import { configOf, HeldConnection } from './held.connection.js';

/**
 * Hears of new facts, over one connection for the whole process, made when somebody first waits. It only wakes: who was woken
 * looks for himself, and looks from time to time in any case, so that a lost connection delays and loses nothing.
 */
export class FactsListener {
  readonly wakeUp = new WakeUp();
  private readonly connection: HeldConnection;
  private opening = false;
  private listening: pg.Client | undefined;
  private closed = false;
  private heard = 0;

  constructor(
    pool: pg.Pool,
    private readonly onSetback: (error: unknown) => void,
  ) {
    this.connection = new HeldConnection(
      configOf(pool, { application_name: `${pool.options.application_name ?? 'xudai'} listener` }),
    );
  }

  /** Seq of the last fact heard of. */
  get heardSeq(): number {
    return this.heard;
  }

  /** Begins to listen, unless it does; rings when it has begun, since until then it heard nothing. */
  listen(): void {
    if (this.listening || this.opening || this.closed) return;
    this.opening = true;
    this.open()
      .catch(this.onSetback)
      .finally(() => {
        this.opening = false;
      });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connection.drop();
    this.wakeUp.ring();
  }

  private async open(): Promise<void> {
    const client = await this.connection.open();
    client.on('notification', ({ payload }) => {
      this.heard = Math.max(this.heard, Number(payload));
      this.wakeUp.ring();
    });
    client.on('end', () => {
      this.listening = undefined;
    });
    await client.query('listen xudai_facts');
    this.listening = client;
    this.wakeUp.ring();
    if (this.closed) await this.connection.drop();
  }
}
