// What the double does wrong, on demand. Without an order it does what the server does in good health.

/**
 * Of one append: its answer is lost before or after the commit, never given, or late; or the whole call ends with an error, after
 * its commit, which of a batch append takes along the answers to all that are not answered yet. A batch append may be answered
 * twice.
 */
export type AppendFault =
  | 'lost-before'
  | 'lost-after'
  | 'unanswered'
  | 'ends-call'
  | 'answered-twice'
  | { readonly lateMs: number };

/** How subscriptions end before their time. */
export type Drop = 'failed' | 'quiet-end' | 'too-slow';

export interface Leader {
  readonly host: string;
  readonly port: number;
}

export class Faults {
  /** Asked for each append, with how often its stream was appended to. */
  onAppend: (stream: string, attempt: number) => AppendFault | undefined = () => undefined;
  /** Chance, for each event that a live subscription gives, that its healthy reader is called too slow. */
  tooSlowChance = 0;
  /** Calls are taken and nothing is answered, as by a process that was stopped in its tracks. */
  isFrozen = false;
  /** Whoever asks has no right to what they ask for. */
  isDenying = false;
  /** Subscriptions give nothing more and say nothing of it. */
  areSubscriptionsMute = false;
  /** Who is leader instead of this one: who asks for the leader is sent there. */
  leaderElsewhere: Leader | undefined;
  /** What is said of who leads the cluster; this one unless given. */
  gossiped: Leader | undefined;
  private readonly attempts = new Map<string, number>();

  nextAppend(stream: string): AppendFault | undefined {
    const attempt = (this.attempts.get(stream) ?? 0) + 1;
    this.attempts.set(stream, attempt);
    return this.onAppend(stream, attempt);
  }

  /** All is well again. */
  clear(): void {
    this.onAppend = () => undefined;
    this.tooSlowChance = 0;
    this.isFrozen = false;
    this.isDenying = false;
    this.areSubscriptionsMute = false;
    this.leaderElsewhere = undefined;
    this.gossiped = undefined;
    this.attempts.clear();
  }
}
