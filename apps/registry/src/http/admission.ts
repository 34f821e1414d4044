/*
 * How much may be under way in one process at once, and whose it is. Decided before a body is read; counting alone, so that it
 * costs next to nothing to turn work away.
 */

import { setTimeout as later } from 'node:timers/promises';
import { type Amount, Lease, sum, Tally, times, within } from './tally.js';

/** Work of a kind is counted apart, so that none takes the place of another. */
export const workKinds = ['singles', 'batches', 'reads', 'waits', 'changes'] as const;
export type WorkKind = (typeof workKinds)[number];

export interface Work extends Amount {
  readonly kind: WorkKind;
  /** Who is answerable: the institution, or the key of one that has none. */
  readonly sender: string;
}

interface Bounds {
  /** Under way at once, of all senders together. */
  readonly parts: number;
  readonly bytes: number;
  /** Parts instead, while more is asked for: of one sender, and of all together when it is all together who ask for it. */
  readonly inOverload: { readonly ofOne: number; readonly all: number };
  /** A sender who has less than this under way is let in as long as there is less than twice as much as the bounds say. */
  readonly assured: number;
}

const mebibyte = 1024 * 1024;

/**
 * What many clients have under way when each waits for its answer is let in, as long as it fits. When it does not, to let in as
 * much as fits would make every answer late; then it is what keeps the database busy, and no more.
 */
export const workBounds: Readonly<Record<WorkKind, Bounds>> = {
  singles: { parts: 192, bytes: 16 * mebibyte, inOverload: { ofOne: 8, all: 32 }, assured: 8 },
  batches: { parts: 3_000, bytes: 16 * mebibyte, inOverload: { ofOne: 1_000, all: 2_000 }, assured: 1 },
  reads: { parts: 96, bytes: mebibyte, inOverload: { ofOne: 16, all: 32 }, assured: 4 },
  // They wait for a position, and cost nothing meanwhile.
  waits: { parts: 384, bytes: mebibyte, inOverload: { ofOne: 256, all: 384 }, assured: 8 },
  changes: { parts: 96, bytes: 8 * mebibyte, inOverload: { ofOne: 16, all: 32 }, assured: 4 },
};

/** Of what all may have under way, one sender alone may have so much: others always find room. */
const shareOfOne = 2 / 3;

/** Overload ends when for so long no more was asked for than the bounds allow. */
const overloadLastsMs = 1_000;

/** Who comes with much at once waits for so long, until it is seen whether it is too much. */
const settlingMs = 100;

/** Stands for all senders together. */
const everybody = Symbol('everybody');

/** What was seen of somebody a short time ago. */
class Recently {
  private readonly until = new Map<string | symbol, number>();

  constructor(private readonly now: () => number) {}

  note(who: string | symbol): void {
    this.until.set(who, this.now() + overloadLastsMs);
  }

  lastsFor(who: string | symbol): boolean {
    const until = this.until.get(who);
    if (until === undefined) return false;
    if (this.now() < until) return true;
    this.until.delete(who);
    return false;
  }
}

/** What is asked for of one kind. */
class Demand {
  readonly underWay = new Tally();
  /** Who were not let in and are yet to be told: for what they ask for alone, or for what all ask for together. */
  private readonly turnedAway = { alone: new Tally(), together: new Tally() };
  /** Who asks for more than the bounds allow, or did a short time ago. */
  private readonly overload: Recently;
  /** Who had more under way than in overload, and it was not too much. */
  private readonly settled: Recently;

  constructor(
    private readonly bounds: Bounds,
    now: () => number,
  ) {
    this.overload = new Recently(now);
    this.settled = new Recently(now);
  }

  admit(work: Work): Lease | undefined {
    const { sender, ...more } = work;
    this.noteOverload(work);
    const hasRoom = this.fitsInOverload(work) || (!this.isOverloaded(sender) && this.fits(work));
    return hasRoom ? new Lease(this.underWay, sender, more) : undefined;
  }

  async admitSettled(work: Work): Promise<Lease | undefined> {
    const isMuch = !this.fitsInOverload(work);
    const lease = this.admit(work);
    if (!lease || !isMuch) return lease;
    if (!this.settled.lastsFor(work.sender)) await later(settlingMs);
    if (this.isOverloaded(work.sender)) {
      lease.release();
      return undefined;
    }
    this.settled.note(work.sender);
    return lease;
  }

  private isOverloaded(sender: string): boolean {
    return this.overload.lastsFor(sender) || this.overload.lastsFor(everybody);
  }

  private fits({ sender, ...more }: Work): boolean {
    const share = times(this.bounds, shareOfOne);
    return within(this.underWay.total, more, this.bounds) && within(this.underWay.of(sender), more, share);
  }

  private fitsInOverload({ sender, ...more }: Work): boolean {
    const { bounds } = this;
    const [all, own] = [this.underWay.total, this.underWay.of(sender)];
    if (own.parts < bounds.assured && within(all, more, times(bounds, 2))) return true;
    const most = this.overload.lastsFor(everybody) ? { ...bounds, parts: bounds.inOverload.all } : bounds;
    const ofOne = { ...times(bounds, shareOfOne), parts: bounds.inOverload.ofOne };
    return within(all, more, most) && within(own, more, ofOne);
  }

  turnAway({ sender, ...more }: Work): Lease {
    const { alone, together } = this.turnedAway;
    return new Lease(this.overload.lastsFor(sender) ? alone : together, sender, more);
  }

  private noteOverload({ sender, ...more }: Work): void {
    const { alone, together } = this.turnedAway;
    const own = [this.underWay, alone, together].map((tally) => tally.of(sender)).reduce(sum);
    if (!within(own, more, times(this.bounds, shareOfOne))) this.overload.note(sender);
    else if (!within(sum(this.underWay.total, together.total), more, this.bounds))
      this.overload.note(everybody);
  }
}

export class Admission {
  private readonly kinds: Readonly<Record<WorkKind, Demand>>;

  constructor(
    bounds: Readonly<Record<WorkKind, Bounds>> = workBounds,
    now = (): number => performance.now(),
  ) {
    const of = (kind: WorkKind): Demand => new Demand(bounds[kind], now);
    this.kinds = {
      singles: of('singles'),
      batches: of('batches'),
      reads: of('reads'),
      waits: of('waits'),
      changes: of('changes'),
    };
  }

  /** Undefined when there is no room now. */
  admit(work: Work): Lease | undefined {
    return this.kinds[work.kind].admit(work);
  }

  /**
   * The same, but what is more than fits in overload waits until it is seen whether it is part of one: the first of a flood would
   * all be let in otherwise, and be late. Who had as much under way just before waits for nothing.
   */
  admitSettled(work: Work): Promise<Lease | undefined> {
    return this.kinds[work.kind].admitSettled(work);
  }

  /** Until it is told that there is no room, work is asked for all the same. */
  turnAway(work: Work): Lease {
    return this.kinds[work.kind].turnAway(work);
  }

  underWay(kind: WorkKind): Amount {
    return this.kinds[kind].underWay.total;
  }
}
