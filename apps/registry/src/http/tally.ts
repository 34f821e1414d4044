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
