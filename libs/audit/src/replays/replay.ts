import type { Comparison } from './compare-figures.js';

/** What a replay is about. */
export interface ReplayAsked {
  readonly programme: string;
  readonly effectiveAsOf: string;
}

/** A replay as it is told (3.3). */
export interface Replay extends ReplayAsked {
  readonly id: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  /** Seq at which both sides are held against each other; null until it has begun. */
  readonly seq: number | null;
  readonly factsRead: number;
  readonly factsTotal: number;
  readonly totals: Comparison['totals'];
  readonly differences: Comparison['differences'];
  /** Null until it is completed. */
  readonly verdict: Comparison['verdict'] | null;
  /** Why it failed. */
  readonly reason: string | null;
  /** Since it began, the last time; up to its end. */
  readonly durationMs: number;
}

export type ReplayOutcome =
  | { readonly outcome: 'completed'; readonly seq: number; readonly comparison: Comparison }
  /** It would fail again in the same way. */
  | { readonly outcome: 'failed'; readonly reason: string };

export interface ReplayCounts {
  readonly factsRead: number;
  readonly factsTotal: number;
}

/** Carries out one replay; throws what may pass: it is then begun again. */
export type RunReplay = (
  asked: ReplayAsked,
  onProgress: (counts: ReplayCounts) => void,
  signal: AbortSignal,
) => Promise<ReplayOutcome>;
