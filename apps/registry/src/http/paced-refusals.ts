/** Between two refusals of one sender. */
const betweenMs = 8;

/**
 * When each sender is told that there is no room. Who is turned away and comes straight back takes the time of those who were let
 * in: turning away costs as much of the event loop as a tenth of a report. So the first is told at once, and each after it waits;
 * how many wait is bounded by the connections.
 */
export class PacedRefusals {
  private readonly nextAt = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds until this refusal is told. */
  delayOf(sender: string): number {
    const now = this.now();
    const at = Math.max(now, this.nextAt.get(sender) ?? now);
    if (this.nextAt.size > 1_000) this.forgetPast(now);
    this.nextAt.set(sender, at + betweenMs);
    return at - now;
  }

  /** Of whom something is known. */
  get senders(): number {
    return this.nextAt.size;
  }

  private forgetPast(now: number): void {
    for (const [sender, at] of this.nextAt) if (at <= now) this.nextAt.delete(sender);
  }
}
