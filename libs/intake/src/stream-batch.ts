import { LogUnavailable } from '#event-log';

/** How the reports of a batch are decided on. */
export interface BatchDeciding<Sent, Outcome> {
  /** Decides on one report. */
  readonly decide: (sent: Sent) => Promise<Outcome>;
  /** Decides on as many of the first reports as one append records; on none where the first must be decided on alone. */
  readonly together: (batch: readonly Sent[]) => Promise<readonly PromiseSettledResult<Outcome>[]>;
}

/** A larger batch would save little, and each report waits for the whole batch. */
const mostTogether = 64;

interface Waiting<Sent, Outcome> {
  readonly sent: Sent;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (reason: unknown) => void;
}

/** Reports of one stream that wait while earlier ones are decided on, and are then decided on together. */
export class StreamBatch<Sent, Outcome> {
  private waiting: Waiting<Sent, Outcome>[] = [];
  private hasBegun = false;

  constructor(private readonly deciding: BatchDeciding<Sent, Outcome>) {}

  get isOpen(): boolean {
    return !this.hasBegun && this.waiting.length < mostTogether;
  }

  add(sent: Sent): Promise<Outcome> {
    return new Promise((done, failed) => this.waiting.push({ sent, done, failed }));
  }

  fail(reason: unknown): void {
    for (const { failed } of this.waiting.splice(0)) failed(reason);
  }

  /** In their order, several at a time. Where all of them were recorded together it tries twice as many next, else as many as were. */
  async decide(): Promise<void> {
    this.hasBegun = true;
    let most = mostTogether;
    while (this.waiting.length > 0) {
      const asked = this.waiting.slice(0, most);
      const settled = asked.length > 1 ? await this.deciding.together(asked.map(({ sent }) => sent)) : [];
      this.waiting.splice(0, settled.length).forEach((each, at) => settle(each, settled[at]));
      const alone = settled.length < asked.length ? this.waiting.shift() : undefined;
      try {
        alone?.done(await this.deciding.decide(alone.sent));
      } catch (reason) {
        alone?.failed(reason);
        // The others would each wait as long for the same outage.
        if (reason instanceof LogUnavailable) this.fail(reason);
      }
      most = settled.length === asked.length ? 2 * most : Math.max(2, settled.length);
    }
  }
}

const settle = <Outcome>(
  { done, failed }: Waiting<unknown, Outcome>,
  settled: PromiseSettledResult<Outcome> | undefined,
): void => {
  if (settled?.status === 'fulfilled') done(settled.value);
  else failed(settled?.reason);
};
