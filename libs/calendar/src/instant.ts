import { type BusinessDate, dayOfNumber, isRealDay } from './business-date.js';

/*
 * Instants are read from RFC 3339 date-times with any offset, and kept as milliseconds or as UTC text of fixed width. Second 60 is read as
 * the next second, since no clock here distinguishes a leap second from the one after. `t` and `z` may be lower case (RFC 3339).
 */

const dateTime =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const earliestMs = Date.parse('0000-01-01T00:00:00.000Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');
const minuteMs = 60_000;

const read = (text: string): number | undefined => {
  const [, day, hour = '', minute = '', second = '', fraction = '', sign, hours = '0', minutes = '0'] =
    dateTime.exec(text) ?? [];
  if (day === undefined || !isRealDay(day)) return undefined;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * minuteMs;
  const localMs =
    Date.parse(`${day}T${hour}:${minute}:00Z`) +
    Number(second) * 1_000 +
    Number(fraction.slice(0, 3).padEnd(3, '0'));
  return sign === '-' ? localMs + offsetMs : localMs - offsetMs;
};

/**
 * Whether the text is an RFC 3339 date-time with `Z` or an offset: a real day, 00:00:00 to 23:59:60, any number of decimals. In UTC it may
 * be up to a day outside the years 0000 to 9999; for times that are only compared, or kept as they were sent.
 */
export const isDateTime = (text: string): boolean => read(text) !== undefined;

/** Whether the text is an RFC 3339 date-time within the years 0000 to 9999 in UTC, so that `formatInstant` can write it. */
export const isInstant = (text: string): boolean => {
  const ms = read(text);
  return ms !== undefined && ms >= earliestMs && ms <= latestMs;
};

/** Milliseconds since 1970-01-01T00:00Z, truncated. @throws TypeError for text that is no RFC 3339 date-time */
export const instantMs = (text: string): number => {
  const ms = read(text);
  if (ms === undefined) throw new TypeError('instantMs takes an RFC 3339 date-time');
  return ms;
};

/**
 * UTC with three decimals, e.g. `2026-11-23T10:15:00.123Z`; such texts sort in the order of time.
 *
 * @throws RangeError outside 0000 to 9999
 */
export const formatInstant = (ms: number): string => {
  if (!(ms >= earliestMs && ms <= latestMs)) throw new RangeError('outside the years 0000 to 9999');
  return new Date(ms).toISOString();
};

/*
 * Shanghai has been eight hours ahead of UTC without summer time since 1992, and every report is decided on a later day. The offset is a
 * constant and not read from a time zone database, which differs between platforms and may be absent: a replay must derive the same day on
 * every machine, for ever.
 */
const aheadMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** A cache of one day: each request and each report asks for that of now. */
let last: { readonly number: number; readonly day: BusinessDate } | undefined;

/** The business day in Shanghai at an instant, in ms since 1970-01-01T00:00Z. @throws RangeError outside 1900 to 9999 */
export const shanghaiDay = (ms: number): BusinessDate => {
  const number = Math.floor((ms + aheadMs) / dayMs);
  if (last?.number !== number) last = { number, day: dayOfNumber(number) };
  return last.day;
};

/**
 * The same for an instant as `formatInstant` writes it. Called for every fact, so the day of the text is used for the 16 hours in which it
 * is the same.
 */
export const shanghaiDayOf = (instant: string): BusinessDate =>
  instant.slice(11, 13) < '16' ? (instant.slice(0, 10) as BusinessDate) : shanghaiDay(instantMs(instant));

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** Whether the text is a time of day in Shanghai, `00:00:00` to `23:59:59`; times compare as text. */
export const isTimeOfDay = (text: string): boolean => timeOfDay.test(text);

/* The source of the current time. Deciders do not read it: their callers pass the time. A class, since Nest needs a value as injection token; any object with `now` implements it. */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  abstract now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still, for tests and dry runs. */
export const fixedClock = (ms: number): Clock => ({ now: () => ms });
