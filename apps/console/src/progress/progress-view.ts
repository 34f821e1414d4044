import type { Programme } from '#contract';
import { type Cut, cutIn, fitting, type Given, isCode, isDay, isInstant, isSeq } from '../figures/cut.js';

/** A page of progress as its address says it. */
export interface ProgressView extends Cut {
  readonly programme?: string | undefined;
  /** The target that is looked at closely. */
  readonly target?: string | undefined;
  /** What changed since this was known, as `known`. */
  readonly since?: string | undefined;
  /** Every figure to the fen. */
  readonly figures?: 'exact' | undefined;
}

export const progressViewIn = (search: Given): ProgressView => ({
  ...cutIn(search),
  programme: fitting(search['programme'], isCode),
  target: fitting(search['target'], isCode),
  since: fitting(search['since'], isDay, isSeq, isInstant),
  figures: search['figures'] === 'exact' ? 'exact' : undefined,
});

/** The one that is asked for; else the first that is under way on a day; else the last to have begun by then, or the first of all. */
export const programmeShown = (
  programmes: readonly Programme[],
  asked: string | undefined,
  day: string,
): Programme | undefined => {
  const latest = programmes
    .filter(({ from }) => from <= day)
    .toSorted((one, other) => (one.from < other.from ? 1 : one.from > other.from ? -1 : 0));
  return (
    programmes.find(({ code }) => code === asked) ??
    latest.find(({ to }) => day <= to) ??
    latest[0] ??
    programmes[0]
  );
};
