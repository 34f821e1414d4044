import { type Problem, problem } from '#problem-details';

// Problems that the gate answers before a body is read.

export const noRoom = (of: 'work' | 'connections'): Problem =>
  problem('unavailable', {
    detail:
      of === 'work'
        ? 'So much is under way that there is no room for more now. Send the same again.'
        : 'There are more connections than are served. Send the same again over one that is.',
    retryable: true,
  });

export const isStopping = problem('unavailable', {
  detail: 'This registry is being stopped. Send the same again.',
  retryable: true,
});

export const tooLong = (type: string, bytes: number): Problem =>
  problem('too-large', { detail: `A body of ${type} has at most ${bytes} bytes here.` });

export const tooMany = problem('too-many-requests', {
  detail: 'This key made more requests than it may in a second. Send the same again.',
  retryable: true,
});

export const otherOrigin = problem('forbidden', {
  detail: 'A session changes things for pages of this registry alone: send Origin, or the key itself.',
});

/** The least time between two refusals of one sender. */
const betweenMs = 8;

/**
 * Delays refusals for want of room, by sender. A refusal costs a tenth of the event loop's time for a report, so a sender that is refused
 * and comes back at once would take that time from admitted work. The first refusal is sent at once, each further one after a delay.
 * The bound on connections bounds how many are delayed.
 */
export class PacedRefusals {
  private readonly nextAt = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Milliseconds to wait before this refusal is sent. */
  delayOf(sender: string): number {
    const now = this.now();
    const at = Math.max(now, this.nextAt.get(sender) ?? now);
    if (this.nextAt.size > 1_000) this.forgetPast(now);
    this.nextAt.set(sender, at + betweenMs);
    return at - now;
  }

  /** How many senders are kept; bounded. */
  get senders(): number {
    return this.nextAt.size;
  }

  private forgetPast(now: number): void {
    for (const [sender, at] of this.nextAt) if (at <= now) this.nextAt.delete(sender);
  }
}
