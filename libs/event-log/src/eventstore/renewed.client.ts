import { pause } from '#wake-up';

/** What could not be asked for so long is asked anew, over a connection that begins now. */
const renewedAfterMs = 1_500;
const longestGoodbyeMs = 500;

/** The client was left, or closed, with the call under way. */
class LeftMeanwhile extends Error {
  constructor() {
    super('The client of the event store was left while it was asked.');
    this.name = 'LeftMeanwhile';
  }
}

/**
 * A client that is left for a new one when it has heard nothing for a while and a call failed. Clients wait longer and longer
 * before they connect again, for minutes in the end, also to a server that has long been back; a new one connects at once.
 */
export class Renewed<Client> {
  private client: Client;
  private heardMs = performance.now();
  private isClosed = false;

  constructor(
    private readonly open: () => Client,
    /** With all that is under way on it. May never settle. */
    private readonly leave: (client: Client) => Promise<unknown>,
  ) {
    this.client = open();
  }

  get current(): Client {
    return this.client;
  }

  /** `isAnswer`: an error that the server itself gave, so that it was heard. */
  async ask<Answer>(
    call: (client: Client) => Promise<Answer>,
    isAnswer: (error: unknown) => boolean,
  ): Promise<Answer> {
    const { client } = this;
    try {
      const answer = await call(client);
      // A read that was broken off looks like one that came to its end.
      if (client !== this.client || this.isClosed) throw new LeftMeanwhile();
      this.heard();
      return answer;
    } catch (error) {
      if (isAnswer(error)) this.heard();
      else this.failed(client);
      throw error;
    }
  }

  heard(): void {
    this.heardMs = performance.now();
  }

  /** Of a client that was left already nothing follows. */
  failed(client: Client): void {
    const now = performance.now();
    if (this.isClosed || client !== this.client || now - this.heardMs < renewedAfterMs) return;
    // It is given as much time as the one before.
    this.heardMs = now;
    this.client = this.open();
    void this.left(client);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return this.left(this.client);
  }

  private async left(client: Client): Promise<void> {
    const over = new AbortController();
    const gone = this.leave(client).catch(() => undefined);
    await Promise.race([gone, pause(longestGoodbyeMs, over.signal)]);
    // Else the timer would hold up the end of the process.
    over.abort();
  }
}
