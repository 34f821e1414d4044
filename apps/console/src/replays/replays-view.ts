import { type Cut, cutIn, cutParameters, fitting, type Given, isCode, isDay, isSeq } from '../figures/cut.js';

/** The page of replays as its address says it. */
export interface ReplaysView extends Cut {
  readonly programme?: string | undefined;
  /** The replay that is looked at. */
  readonly id?: string | undefined;
  /** What moved this target between what was known at the two: facts, or ends of days. */
  readonly target?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Every figure to the fen. */
  readonly figures?: 'exact' | undefined;
}

const isReplay = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export const replaysViewIn = (search: Given): ReplaysView => ({
  ...cutIn(search),
  programme: fitting(search['programme'], isCode),
  id: fitting(search['id'], isReplay),
  target: fitting(search['target'], isCode),
  from: fitting(search['from'], isSeq, isDay),
  to: fitting(search['to'], isSeq, isDay),
  figures: search['figures'] === 'exact' ? 'exact' : undefined,
});

/** What is asked for at the cut of the page; without one, at today and now. */
export const replayAsked = (programme: string, { asOf, known }: Cut) => ({
  programme,
  ...cutParameters({ asOf, known }),
});
