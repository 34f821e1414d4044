import { NotAnswered } from '#batching';
import { LogUnavailable } from '#event-log';

/**
 * Longer than any good turn is waited for, and short enough that a thousand reports about one loan, each of which meets the same
 * outage, are told of it before whoever sent them gives up.
 */
const longestWaitMs = 30_000;

/**
 * One after another by key: whoever asks for a key waits until everybody who asked for it before is done. Two writers
 * of one stream in one process would only conflict; across processes the expected revision decides.
 */
export class Turns {
  private readonly tails = new Map<string, Promise<unknown>>();

  constructor(private readonly patienceMs = longestWaitMs) {}

  /**
   * Runs `work` when all earlier holders of any of the keys are done, whether they succeeded or not.
   *
   * @throws LogUnavailable when that took too long; then `work` was not begun
   */
  take<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = keys.map((key) => this.tails.get(key));
    const deadline = performance.now() + this.patienceMs;
    const turn = Promise.all(before).then(() => {
      if (performance.now() > deadline) throw new LogUnavailable({ cause: new NotAnswered('late') });
      return work();
    });
    const done = turn.then(
      () => undefined,
      () => undefined,
    );
    for (const key of keys) this.tails.set(key, done);
    void done.then(() => {
      for (const key of keys) if (this.tails.get(key) === done) this.tails.delete(key);
    });
    return turn;
  }
}
