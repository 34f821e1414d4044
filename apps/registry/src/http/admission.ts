/*
 * How much may be under way in one process at once, and whose it is. Decided before a body is read; counting alone, so that it
 * costs next to nothing to refuse work.
 */

import { setTimeout as later } from 'node:timers/promises';
import { Recently, type Amount, Lease, sum, Tally, times, within } from './request-counts.js';
import { type Bounds, recordingKinds, workBounds, type WorkKind, workKinds } from './request-bounds.js';

export interface Work extends Amount {
  readonly kind: WorkKind;
  /** Who is answerable: the institution, or the key of one that has none. */
  readonly sender: string;
  /** It waited long until it was looked at. */
  readonly isLate?: boolean;
  /** Requests that came with the same key, and of everybody, and are yet to be looked at. */
  readonly waiting?: { readonly own: number; readonly all: number };
}

/** Of what all may have under way, one sender alone may have so much: others always find room. */
const shareOfOne = 2 / 3;

/** Overload ends when for so long no more was asked for than the bounds allow. */
const overloadLastsMs = 1_000;

/** Who comes with much at once waits for so long, until it is seen whether it is too much. */
const settlingMs = 100;

/** Of which no more is known yet. */
const requests = (parts = 0): Amount => ({ parts, bytes: 0 });

/** Stands for all senders together. */
const everybody = Symbol('everybody');

/** What is asked for of one kind. */
class Demand {
  readonly underWay = new Tally();
  /** Requests that were refused and whose answer is still delayed: for the sender's own demand, or for that of all together. */
  private readonly turnedAway = { alone: new Tally(), together: new Tally() };
  /** Who asks for more than the bounds allow, or did a short time ago. */
  private readonly overload: Recently;
  /** Who had more under way than in overload, and it was not too much. */
  private readonly settled: Recently;
  private readonly inOverload: Amount;
  private readonly ofOneInOverload: Amount;

  constructor(
    private readonly bounds: Bounds,
    now: () => number,
  ) {
    this.inOverload = { ...bounds, parts: bounds.inOverload.all };
    this.ofOneInOverload = { ...times(bounds, shareOfOne), parts: bounds.inOverload.ofOne };
    this.overload = new Recently(overloadLastsMs, now);
    this.settled = new Recently(overloadLastsMs, now);
  }

  get isInOverload(): boolean {
    return this.overload.isOfAnybody();
  }

  admit(work: Work): Lease | undefined {
    const { sender, isLate, parts, bytes } = work;
    this.noteOverload(work);
    // What waited long behind others of its own sender is not let in, to be later still.
    const isBehindItsOwn = isLate === true && this.askedBy(work).parts >= this.assuredTo(sender);
    const hasRoom = this.isInOverload
      ? !isBehindItsOwn && this.fitsInOverload(work)
      : this.fitsInOverload(work) || this.fits(work);
    return hasRoom ? new Lease(this.underWay, sender, { parts, bytes }) : undefined;
  }

  admitSettled(work: Work): Lease | undefined | Promise<Lease | undefined> {
    const isMuch = !this.fitsInOverload(work);
    const lease = this.admit(work);
    return lease && isMuch ? this.settle(work, lease) : lease;
  }

  private async settle(work: Work, lease: Lease): Promise<Lease | undefined> {
    if (!this.settled.lastsFor(work.sender)) await later(settlingMs);
    if (this.isInOverload) {
      lease.release();
      return undefined;
    }
    this.settled.note(work.sender);
    return lease;
  }

  /** However many others ask, there is room for somebody with so little under way. */
  private isAssured({ sender, parts, bytes }: Work): boolean {
    const { bounds, underWay } = this;
    return (
      underWay.of(sender).parts < this.assuredTo(sender) &&
      within(underWay.total, { parts, bytes }, times(bounds, 2))
    );
  }

  private fitsInOverload(work: Work): boolean {
    return this.isAssured(work) || this.fits(work, this.inOverload, this.ofOneInOverload);
  }

  private assuredTo(sender: string): number {
    const isItsOwn = this.overload.lastsFor(sender) || this.overload.lastsFor(everybody);
    return isItsOwn ? this.bounds.inOverload.assured : this.bounds.assured;
  }

  private fits(
    { sender, parts, bytes }: Work,
    ofAll: Amount = this.bounds,
    ofOne: Amount = times(this.bounds, shareOfOne),
  ): boolean {
    const [{ underWay }, more] = [this, { parts, bytes }];
    return within(underWay.total, more, ofAll) && within(underWay.of(sender), more, ofOne);
  }

  turnAway({ sender, parts, bytes }: Work): Lease {
    const { alone, together } = this.turnedAway;
    return new Lease(this.overload.lastsFor(sender) ? alone : together, sender, { parts, bytes });
  }

  private noteOverload(work: Work): void {
    const { sender, parts, bytes, waiting } = work;
    const more = { parts, bytes };
    const all = [this.underWay.total, this.turnedAway.together.total].reduce(sum, requests(waiting?.all));
    if (!within(this.askedBy(work), more, times(this.bounds, shareOfOne))) this.overload.note(sender);
    else if (!within(all, more, this.bounds)) this.overload.note(everybody);
  }

  /** By its sender, without itself. */
  private askedBy({ sender, waiting }: Work): Amount {
    const { alone, together } = this.turnedAway;
    return [this.underWay, alone, together]
      .map((tally) => tally.of(sender))
      .reduce(sum, requests(waiting?.own));
  }
}

export class Admission {
  private readonly kinds: Readonly<Record<WorkKind, Demand>>;

  constructor(
    bounds: Readonly<Record<WorkKind, Bounds>> = workBounds,
    now = (): number => performance.now(),
  ) {
    const demands = workKinds.map((kind) => [kind, new Demand(bounds[kind], now)]);
    this.kinds = Object.fromEntries(demands) as Record<WorkKind, Demand>;
  }

  /** Undefined when there is no room now. */
  admit(work: Work): Lease | undefined {
    return this.kinds[work.kind].admit(work);
  }

  /**
   * The same, but what is more than fits in overload waits until it is seen whether it is part of one: the first of a flood would
   * all be let in otherwise, and be late. Who had as much under way just before waits for nothing.
   */
  admitSettled(work: Work): Lease | undefined | Promise<Lease | undefined> {
    return this.kinds[work.kind].admitSettled(work);
  }

  /** Refused work counts as demand until its answer is sent. */
  turnAway(work: Work): Lease {
    return this.kinds[work.kind].turnAway(work);
  }

  /** Whether somebody asks to have more recorded at once than fits, or did a short time ago. */
  get isRecordingTooMuch(): boolean {
    return recordingKinds.some((kind) => this.kinds[kind].isInOverload);
  }

  underWay(kind: WorkKind): Amount {
    return this.kinds[kind].underWay.total;
  }
}
