/* Counts work under way, over all senders and by sender. */

export interface Amount {
  /** Reports in a batch, else requests. */
  readonly parts: number;
  /** Length of the bodies. */
  readonly bytes: number;
}

export const within = (held: Amount, more: Amount, most: Amount): boolean =>
  held.parts + more.parts <= most.parts && held.bytes + more.bytes <= most.bytes;

export const times = ({ parts, bytes }: Amount, factor: number): Amount => ({
  parts: parts * factor,
  bytes: bytes * factor,
});

const nothing: Amount = { parts: 0, bytes: 0 };

export const sum = (one: Amount, other: Amount): Amount => ({
  parts: one.parts + other.parts,
  bytes: one.bytes + other.bytes,
});

/** Amounts by sender, with their total. */
export class Tally {
  total = nothing;
  private readonly bySender = new Map<string, Amount>();

  of(sender: string): Amount {
    return this.bySender.get(sender) ?? nothing;
  }

  add(sender: string, change: Amount): void {
    this.total = sum(this.total, change);
    const own = sum(this.of(sender), change);
    if (own.parts === 0 && own.bytes === 0) this.bySender.delete(sender);
    else this.bySender.set(sender, own);
  }
}

/** An amount that is counted in a tally until it is released. */
export class Lease {
  private held: Amount;
  private isReleased = false;

  constructor(
    private readonly tally: Tally,
    private readonly sender: string,
    { parts, bytes }: Amount,
  ) {
    this.held = { parts, bytes };
    tally.add(sender, this.held);
  }

  /** Replaces an estimate by the true amount. The work stays admitted, even beyond the bounds. */
  correct(amount: Amount): void {
    if (this.isReleased) return;
    this.tally.add(this.sender, sum(amount, times(this.held, -1)));
    this.held = amount;
  }

  /** Idempotent. */
  release(): void {
    this.correct(nothing);
    this.isReleased = true;
  }
}

/** A sender, or what stands for several. */
type Who = string | symbol;

/** Marks that expire a fixed time after they were last set. */
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

/** Requests with the same credentials that the total counts at most: a burst of one caller is not load by everybody. */
const mostCountedOfOne = 8;

/** How long credentials that were authenticated are trusted in the total. */
const trustedMs = 60_000;

interface Waiting {
  own: number;
  /** How many of them the total counts. */
  counted: number;
}

/**
 * Counts requests that wait for their first time slice, by the credentials that they present. These are not checked yet, so that anybody
 * can make them up. The total therefore counts only credentials that were authenticated a short time ago: a caller without a key cannot
 * make the registry look overloaded.
 */
export class WaitingRequests {
  private readonly byCredentials = new Map<string, Waiting>();
  private readonly trusted: Recently;
  /** Waiting requests with trusted credentials, a few at most of each. */
  all = 0;

  constructor(now: () => number = () => performance.now()) {
    this.trusted = new Recently(trustedMs, now);
  }

  of(credentials: string): number {
    return this.byCredentials.get(credentials)?.own ?? 0;
  }

  /** A request with these credentials was authenticated. */
  authenticated(credentials: string): void {
    this.trusted.note(credentials);
  }

  enter(credentials: string): void {
    const waiting = this.byCredentials.get(credentials) ?? { own: 0, counted: 0 };
    waiting.own += 1;
    if (waiting.counted < mostCountedOfOne && this.trusted.lastsFor(credentials)) {
      waiting.counted += 1;
      this.all += 1;
    }
    this.byCredentials.set(credentials, waiting);
  }

  leave(credentials: string): void {
    const waiting = this.byCredentials.get(credentials);
    if (!waiting) return;
    waiting.own -= 1;
    if (waiting.counted > waiting.own) {
      waiting.counted -= 1;
      this.all -= 1;
    }
    if (waiting.own === 0) this.byCredentials.delete(credentials);
  }
}
