/*
 * How much may be under way in one process at once, and whose it is. Decided before a body is read; counting alone, so that it
 * costs next to nothing to turn work away.
 */

/** Work of a kind is counted apart, so that none takes the place of another. */
export const workKinds = ['singles', 'batches', 'reads', 'waits', 'changes'] as const;
export type WorkKind = (typeof workKinds)[number];

export interface Work {
  readonly kind: WorkKind;
  /** Who is answerable: the institution, or the key of one that has none. */
  readonly sender: string;
  /** Reports in a batch, else requests. */
  readonly parts: number;
  /** Of the body. */
  readonly bytes: number;
}

type Amount = Pick<Work, 'parts' | 'bytes'>;

interface Bounds {
  /** Under way at once, of all senders together. */
  readonly parts: number;
  readonly bytes: number;
  /** A sender who has less than this under way is let in as long as there is less than twice as much as the bounds say. */
  readonly assured: number;
}

const mebibyte = 1024 * 1024;

export const workBounds: Readonly<Record<WorkKind, Bounds>> = {
  singles: { parts: 192, bytes: 16 * mebibyte, assured: 8 },
  batches: { parts: 3_000, bytes: 16 * mebibyte, assured: 1 },
  reads: { parts: 96, bytes: mebibyte, assured: 4 },
  // They wait for a position, and cost nothing meanwhile.
  waits: { parts: 384, bytes: mebibyte, assured: 8 },
  changes: { parts: 96, bytes: 8 * mebibyte, assured: 4 },
};

/** Of what all may have under way, one sender alone may have so much: others always find room. */
const shareOfOne = 2 / 3;

const within = (held: Amount, more: Amount, most: Amount): boolean =>
  held.parts + more.parts <= most.parts && held.bytes + more.bytes <= most.bytes;

const times = ({ parts, bytes }: Amount, factor: number): Amount => ({
  parts: parts * factor,
  bytes: bytes * factor,
});

const nothing: Amount = { parts: 0, bytes: 0 };

const sum = (one: Amount, other: Amount): Amount => ({
  parts: one.parts + other.parts,
  bytes: one.bytes + other.bytes,
});

/** What is under way of one kind. */
class UnderWay {
  total = nothing;
  private readonly bySender = new Map<string, Amount>();

  constructor(private readonly bounds: Bounds) {}

  hasRoomFor({ sender, ...more }: Work): boolean {
    const own = this.bySender.get(sender) ?? nothing;
    if (own.parts < this.bounds.assured && within(this.total, more, times(this.bounds, 2))) return true;
    return within(this.total, more, this.bounds) && within(own, more, times(this.bounds, shareOfOne));
  }

  add(sender: string, change: Amount): void {
    this.total = sum(this.total, change);
    const own = sum(this.bySender.get(sender) ?? nothing, change);
    if (own.parts === 0 && own.bytes === 0) this.bySender.delete(sender);
    else this.bySender.set(sender, own);
  }
}

/** Work that was let in. */
export class Lease {
  private held: Amount;

  constructor(
    private readonly underWay: UnderWay,
    private readonly sender: string,
    { parts, bytes }: Amount,
  ) {
    this.held = { parts, bytes };
    underWay.add(sender, this.held);
  }

  /** What it is in truth, once that is known. It stays let in. */
  correct(amount: Amount): void {
    if (this.isReleased) return;
    this.underWay.add(this.sender, sum(amount, times(this.held, -1)));
    this.held = amount;
  }

  /** Counts once, however often it is said. */
  release(): void {
    this.correct(nothing);
    this.isReleased = true;
  }

  isReleased = false;
}

export class Admission {
  private readonly kinds: Readonly<Record<WorkKind, UnderWay>>;

  constructor(bounds: Readonly<Record<WorkKind, Bounds>> = workBounds) {
    const of = (kind: WorkKind): UnderWay => new UnderWay(bounds[kind]);
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
    const underWay = this.kinds[work.kind];
    return underWay.hasRoomFor(work) ? new Lease(underWay, work.sender, work) : undefined;
  }

  underWay(kind: WorkKind): Amount {
    return this.kinds[kind].total;
  }
}
