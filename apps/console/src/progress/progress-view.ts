/** Where on the two time axes is looked: all of it stands in the address. */
export interface Cut {
  /** Effective days up to this one; absent: today. */
  readonly asOf?: string | undefined;
  /** As known at this fact, or at the end of this day in Shanghai; absent: now, and live. */
  readonly known?: string | undefined;
}

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

type Given = Readonly<Record<string, string | undefined>>;

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
const isSeq = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
const fitting = (text: string | undefined, ...fits: readonly ((text: string) => boolean)[]) =>
  text !== undefined && fits.some((each) => each(text)) ? text : undefined;
const isCode = (text: string): boolean => /^[A-Za-z0-9_.:-]{1,64}$/.test(text);

const cutIn = ({ asOf, known }: Given): Cut => ({
  asOf: fitting(asOf, isDay),
  known: fitting(known, isDay, isSeq),
});

export const progressViewIn = (search: Given): ProgressView => ({
  ...cutIn(search),
  programme: fitting(search['programme'], isCode),
  target: fitting(search['target'], isCode),
  since: fitting(search['since'], isDay, isSeq),
  figures: search['figures'] === 'exact' ? 'exact' : undefined,
});

const shanghaiMs = 8 * 60 * 60 * 1_000;

export const shanghaiToday = (nowMs: number): string =>
  new Date(nowMs + shanghaiMs).toISOString().slice(0, 10);

/** A day is known to its end in Shanghai; today and later days are now. */
const knownAtOf = (known: string | undefined, nowMs: number): string | undefined => {
  if (known === undefined || !isDay(known)) return known;
  return known >= shanghaiToday(nowMs) ? undefined : `${known}T23:59:59.999+08:00`;
};

/** As the registry's parameters. */
export const cutParameters = ({ asOf, known }: Cut, nowMs: number = Date.now()) => ({
  effectiveAsOf: asOf,
  knownAt: knownAtOf(known, nowMs),
});
