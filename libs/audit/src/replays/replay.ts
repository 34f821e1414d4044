import type { Replay } from '#contract';
import type { Comparison } from './compare-figures.js';

/** What a replay is about. */
export type ReplayAsked = Pick<Replay, 'programme' | 'effectiveAsOf' | 'knownAt'>;

export type ReplayOutcome =
  | { readonly outcome: 'completed'; readonly seq: number; readonly comparison: Comparison }
  /** It would fail again in the same way. */
  | { readonly outcome: 'failed'; readonly reason: string };

export type ReplayCounts = Pick<Replay, 'factsRead' | 'factsTotal'>;

/** Carries out one replay; throws what may pass: it is then begun again. */
export type RunReplay = (
  asked: ReplayAsked,
  onProgress: (counts: ReplayCounts) => void,
  signal: AbortSignal,
) => Promise<ReplayOutcome>;
