import pg from 'pg';
import { WakeUp } from '#wake-up';

/**
 * Hears from the followers where each projection stands: one connection for the whole process, made when it is first needed.
 * While there is none, or it was lost, whoever waits looks for himself from time to time.
 */
export class ProjectedListener {
  readonly wakeUp = new WakeUp();
  private readonly heard = new Map<string, number>();
  private connection: Promise<pg.Client | undefined> | undefined;

  constructor(
    private readonly options: pg.ClientConfig,
    private readonly onSetback: (error: unknown) => void,
  ) {}

  /** The seq last heard of, or undefined. */
  seqOf(name: string): number | undefined {
    return this.heard.get(name);
  }

  /** Begins to listen, unless it does. */
  async listen(): Promise<void> {
    this.connection ??= this.connected();
    await this.connection;
  }

  async close(): Promise<void> {
    const connection = await this.connection;
    await connection?.end();
  }

  private async connected(): Promise<pg.Client | undefined> {
    const client = new pg.Client(this.options);
    let isLost = false;
    const lost = (): void => {
      if (isLost) return;
      isLost = true;
      this.connection = undefined;
      this.heard.clear();
    };
    client.on('error', (error) => {
      if (!isLost) this.onSetback(error);
      lost();
    });
    client.on('end', lost);
    client.on('notification', ({ payload = '' }) => {
      const [name = '', seq] = payload.split(' ');
      this.heard.set(name, Number(seq));
      this.wakeUp.ring();
    });
    try {
      await client.connect();
      await client.query('listen xudai_projected');
      return client;
    } catch (error) {
      lost();
      this.onSetback(error);
      return undefined;
    }
  }
}
