/** Where on the two time axes is looked: all of it stands in the address. */
export interface Cut {
  /** Effective days up to this one; absent: today. */
  readonly asOf?: string | undefined;
  /** As known at this fact, at this instant, or at the end of this day in Shanghai; absent: now, and live. */
  readonly known?: string | undefined;
}

/** Parameters of an address, as they stand there. */
export type Given = Readonly<Record<string, string | undefined>>;

/** Days that the registry takes begin here. */
export const firstDay = '1900-01-01';

/** A day that there is: `2024-02-30` is read by a browser as the first of March, and refused by the registry. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  text >= firstDay &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);
/** As RFC 3339 writes an instant. */
export const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
  !Number.isNaN(Date.parse(text));
export const isSeq = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
/** The text where it fits; what does not is as if it were not there. */
export const fitting = (text: string | undefined, ...fits: readonly ((text: string) => boolean)[]) =>
  text !== undefined && fits.some((each) => each(text)) ? text : undefined;
export const isCode = (text: string): boolean => /^[A-Za-z0-9_.:-]{1,64}$/.test(text);

/** Several, with commas between them. */
export const isCodes = (text: string): boolean => text.split(',').every(isCode);

export const cutIn = ({ asOf, known }: Given): Cut => ({
  asOf: fitting(asOf, isDay),
  known: fitting(known, isDay, isSeq, isInstant),
});

const shanghaiMs = 8 * 60 * 60 * 1_000;

export const shanghaiToday = (nowMs: number): string =>
  new Date(nowMs + shanghaiMs).toISOString().slice(0, 10);

/** A day is known to its end in Shanghai; today, later days and instants that are still to come are now. */
const knownAtOf = (known: string | undefined, nowMs: number): string | undefined => {
  if (known !== undefined && isInstant(known)) return Date.parse(known) > nowMs ? undefined : known;
  if (known === undefined || !isDay(known)) return known;
  return known >= shanghaiToday(nowMs) ? undefined : `${known}T23:59:59.999+08:00`;
};

/** Whether it is what is known now that is looked at: no other is asked for, or a day that is not over yet. */
export const isNow = ({ known }: Cut, nowMs: number = Date.now()): boolean =>
  knownAtOf(known, nowMs) === undefined;

/** Whether a day, an instant or a fact is still to come. */
export const isToCome = (known: string, seq: number, nowMs: number = Date.now()): boolean => {
  if (isSeq(known)) return Number(known) > seq;
  return isDay(known) ? known > shanghaiToday(nowMs) : Date.parse(known) > nowMs;
};

/** Whether a view is narrowed to anything, beside what every view has. */
export const isNarrowed = (view: object, ...always: readonly string[]): boolean =>
  Object.entries(view).some(
    ([name, value]) => value !== undefined && !['lang', 'figures', ...always].includes(name),
  );

/** As the registry's parameters. */
export const cutParameters = ({ asOf, known }: Cut, nowMs: number = Date.now()) => ({
  effectiveAsOf: asOf,
  knownAt: knownAtOf(known, nowMs),
});
