import { NotAnswered } from '#batching';
import { LogUnavailable } from '#event-log';

/**
 * Longer than any good turn takes, and short enough that a thousand reports about one loan, each of which meets the same outage,
 * are told of it before whoever sent them gives up.
 */
const longestWaitMs = 30_000;

/**
 * One after another by key: whoever asks for a key waits until everybody who asked for it before is done. Two writers
 * of one stream in one process would only conflict; across processes the expected revision decides.
 */
export class KeyedMutex {
  /** Of the last who asked for each key: ends with the time until which all went well before and with it. */
  private readonly tails = new Map<string, Promise<number>>();

  constructor(private readonly patienceMs = longestWaitMs) {}

  /**
   * Runs `work` when all earlier holders of any of the keys are done, whether they succeeded or not. A long line that moves is
   * waited for however long it is; one in which nothing succeeded for a while, or only slowly, is not.
   *
   * @throws LogUnavailable when nothing went well for too long; then `work` was not begun
   */
  runExclusive<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    let wellUntil = performance.now();
    const before = keys.map((key) => this.tails.get(key));
    const outcome = Promise.all(before).then(async (times) => {
      wellUntil = Math.max(wellUntil, ...times.map((time) => time ?? 0));
      const begunAt = performance.now();
      if (begunAt > wellUntil + this.patienceMs) throw new LogUnavailable({ cause: new NotAnswered('late') });
      const result = await work();
      // What took long may have ended with nothing better than an unknown outcome.
      if (performance.now() - begunAt <= this.patienceMs / 2) wellUntil = performance.now();
      return result;
    });
    const done = outcome.then(
      () => wellUntil,
      () => wellUntil,
    );
    for (const key of keys) this.tails.set(key, done);
    void done.then(() => {
      for (const key of keys) if (this.tails.get(key) === done) this.tails.delete(key);
    });
    return outcome;
  }
}
