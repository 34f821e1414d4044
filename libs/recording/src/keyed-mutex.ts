import { NotAnswered } from '#batching';
import { LogUnavailable } from '#event-log';

/**
 * Longer than any good turn takes, and short enough that a thousand reports about one loan, each of which meets the same outage,
 * are answered so before whoever sent them gives up.
 */
const longestWaitMs = 30_000;

/** What was let in, or waits for that. */
export interface Turn<Result> {
  readonly outcome: Promise<Result>;
  /** Takes further keys for it, unless it is over or somebody else has one of them or waits for it; then none is taken. */
  widen(keys: readonly string[]): boolean;
}

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
    return this.enter(keys, work).outcome;
  }

  /** As `runExclusive`, for who may do more in the same turn. */
  enter<Result>(keys: readonly string[], work: () => Promise<Result>): Turn<Result> {
    const held = [...keys];
    let isOver = false;
    let wellUntil = performance.now();
    const before = keys.flatMap((key) => this.tails.get(key) ?? []);
    const begin = async (): Promise<Result> => {
      let begunAt = wellUntil;
      if (before.length > 0) {
        wellUntil = Math.max(wellUntil, ...(await Promise.all(before)));
        begunAt = performance.now();
      }
      if (begunAt > wellUntil + this.patienceMs) throw new LogUnavailable({ cause: new NotAnswered('late') });
      const result = await work();
      const endedAt = performance.now();
      // What took long may have ended with nothing better than an unknown outcome.
      if (endedAt - begunAt <= this.patienceMs / 2) wellUntil = endedAt;
      return result;
    };
    const outcome = begin();
    const ended = (): number => {
      isOver = true;
      for (const key of held) if (this.tails.get(key) === done) this.tails.delete(key);
      return wellUntil;
    };
    const done = outcome.then(ended, ended);
    for (const key of keys) this.tails.set(key, done);
    const widen = (more: readonly string[]): boolean => {
      const added = more.filter((key) => this.tails.get(key) !== done);
      if (isOver || added.some((key) => this.tails.has(key))) return false;
      held.push(...added);
      for (const key of added) this.tails.set(key, done);
      return true;
    };
    return { outcome, widen };
  }
}
