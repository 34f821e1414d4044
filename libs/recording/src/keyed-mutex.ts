import { NotAnswered } from '#batching';
import { LogUnavailable } from '#event-log';

/**
 * Longer than any successful piece of work takes. Short enough that a thousand reports about one loan, which all meet the same outage, are
 * answered before their sender gives up.
 */
const longestWaitMs = 30_000;

/** Work that holds its keys, or waits for them. */
export interface Turn<Result> {
  readonly outcome: Promise<Result>;
  /** Takes further keys, all or none: none where the work is over, or where another piece of work holds or awaits one of them. */
  widen(keys: readonly string[]): boolean;
}

interface Tail extends Turn<unknown> {
  /** Resolves to the time of the latest success in its queue. */
  readonly ended: Promise<number>;
}

/**
 * A mutex by key, first come, first served. Within one process it spares the writers of one stream their conflicts; between processes the
 * expected revision decides.
 */
export class KeyedMutex {
  /** By key, the last work that asked for it, while that is under way. */
  private readonly tails = new Map<string, Tail>();

  constructor(private readonly patienceMs = longestWaitMs) {}

  /**
   * Runs `work` when all earlier holders of its keys are done, whether they succeeded or not. It waits in a queue of any length as long as
   * work in it succeeds, and gives up when nothing in it succeeded for a while.
   *
   * @throws LogUnavailable when nothing succeeded for too long; `work` was not begun
   */
  runExclusive<Result>(keys: readonly string[], work: () => Promise<Result>): Promise<Result> {
    return this.enter(keys, work).outcome;
  }

  /** As `runExclusive`, for callers that may widen the work before it begins. */
  enter<Result>(keys: readonly string[], work: () => Promise<Result>): Turn<Result> {
    const held = [...keys];
    let isOver = false;
    let wellUntil = performance.now();
    const before = keys.flatMap((key) => this.tails.get(key)?.ended ?? []);
    let begunAt = wellUntil;
    const afterOthers = async (): Promise<Result> => {
      wellUntil = Math.max(wellUntil, ...(await Promise.all(before)));
      begunAt = performance.now();
      if (begunAt > wellUntil + this.patienceMs) throw new LogUnavailable({ cause: new NotAnswered('late') });
      return work();
    };
    const outcome = before.length === 0 ? work() : afterOthers();
    const ended = (): number => {
      isOver = true;
      for (const key of held) if (this.tails.get(key) === turn) this.tails.delete(key);
      return wellUntil;
    };
    const succeeded = (): number => {
      const endedAt = performance.now();
      // Work that took long may have ended with an unknown outcome, so it does not count as a success.
      if (endedAt - begunAt <= this.patienceMs / 2) wellUntil = endedAt;
      return ended();
    };
    const widen = (more: readonly string[]): boolean => {
      const added = more.filter((key) => this.tails.get(key) !== turn);
      if (isOver || added.some((key) => this.tails.has(key))) return false;
      held.push(...added);
      for (const key of added) this.tails.set(key, turn);
      return true;
    };
    const turn = { outcome, widen, ended: outcome.then(succeeded, ended) };
    for (const key of keys) this.tails.set(key, turn);
    return turn;
  }

  /** Who asked last for the key; undefined where nobody holds or awaits it. */
  last(key: string): Turn<unknown> | undefined {
    return this.tails.get(key);
  }
}
