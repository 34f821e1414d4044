/** A sender, or what stands for several. */
type Who = string | symbol;

/** What was seen of somebody a short time ago. */
export class Recently {
  private readonly until = new Map<Who, number>();

  constructor(
    private readonly lastsMs: number,
    private readonly now: () => number,
  ) {}

  note(who: Who): void {
    this.until.set(who, this.now() + this.lastsMs);
  }

  isOfAnybody(): boolean {
    return [...this.until.keys()].some((who) => this.lastsFor(who));
  }

  lastsFor(who: Who): boolean {
    const until = this.until.get(who);
    if (until === undefined) return false;
    if (this.now() < until) return true;
    this.until.delete(who);
    return false;
  }
}

/** Of one key that many wait says nothing of the others: so many of it count among all. */
const mostOfOne = 8;

/** A key that was let pass counts for so long. */
const genuineLastsMs = 60_000;

/** Of one key: how many wait, and how many of them count among all. */
interface Waiting {
  own: number;
  counted: number;
}

/**
 * Requests that have come and are yet to be looked at, by the key that they bring. Anybody may send what looks like a key: among all
 * count those alone that were let pass a short time ago, so that nobody without a key makes the house look full.
 */
export class WaitingRequests {
  private readonly byKey = new Map<string, Waiting>();
  private readonly genuine: Recently;
  /** Of everybody with a key; of each key a few at most. */
  all = 0;

  constructor(now: () => number = () => performance.now()) {
    this.genuine = new Recently(genuineLastsMs, now);
  }

  of(key: string): number {
    return this.byKey.get(key)?.own ?? 0;
  }

  /** A request with this key was let pass. */
  letPass(key: string): void {
    this.genuine.note(key);
  }

  comes(key: string): void {
    const waiting = this.byKey.get(key) ?? { own: 0, counted: 0 };
    waiting.own += 1;
    if (waiting.counted < mostOfOne && this.genuine.lastsFor(key)) {
      waiting.counted += 1;
      this.all += 1;
    }
    this.byKey.set(key, waiting);
  }

  goes(key: string): void {
    const waiting = this.byKey.get(key);
    if (!waiting) return;
    waiting.own -= 1;
    if (waiting.counted > waiting.own) {
      waiting.counted -= 1;
      this.all -= 1;
    }
    if (waiting.own === 0) this.byKey.delete(key);
  }
}
