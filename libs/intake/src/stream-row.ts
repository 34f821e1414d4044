import { LogUnavailable } from '#event-log';

/** How reports are decided on. */
export interface RowDeciding<Sent, Outcome> {
  /** Decides on one report. */
  readonly decide: (sent: Sent) => Promise<Outcome>;
  /** Decides on as many of the first ones of a row as can be decided on together; on none, where the first is to be decided on alone. */
  readonly together: (row: readonly Sent[]) => Promise<readonly PromiseSettledResult<Outcome>[]>;
}

/** More would save little, and each of them waits for all of them. */
const mostTogether = 64;

interface Waiting<Sent, Outcome> {
  readonly sent: Sent;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (reason: unknown) => void;
}

/** Reports of one stream that wait for those before them. */
export class StreamRow<Sent, Outcome> {
  private waiting: Waiting<Sent, Outcome>[] = [];
  private hasBegun = false;

  constructor(private readonly deciding: RowDeciding<Sent, Outcome>) {}

  get isOpen(): boolean {
    return !this.hasBegun && this.waiting.length < mostTogether;
  }

  add(sent: Sent): Promise<Outcome> {
    return new Promise((done, failed) => this.waiting.push({ sent, done, failed }));
  }

  fail(reason: unknown): void {
    for (const { failed } of this.waiting.splice(0)) failed(reason);
  }

  /** One after another, as many at a time as go together: twice as many as the last time, where that went well. */
  async decide(): Promise<void> {
    this.hasBegun = true;
    let most = mostTogether;
    while (this.waiting.length > 0) {
      const asked = this.waiting.slice(0, most);
      const settled = asked.length > 1 ? await this.deciding.together(asked.map(({ sent }) => sent)) : [];
      this.waiting.splice(0, settled.length).forEach((each, at) => settle(each, settled[at]));
      if (settled.length < asked.length) await this.decideFirst();
      most = settled.length === asked.length ? 2 * most : Math.max(2, settled.length);
    }
  }

  private async decideFirst(): Promise<void> {
    const [first] = this.waiting.splice(0, 1);
    if (!first) return;
    try {
      first.done(await this.deciding.decide(first.sent));
    } catch (reason) {
      first.failed(reason);
      // Each of the others would wait as long for the same.
      if (reason instanceof LogUnavailable) this.fail(reason);
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
