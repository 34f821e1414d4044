import { type BusinessDate, dayOfNumber, isRealDay } from './business-date.js';

/*
 * Instants come as RFC 3339 date-times with any offset and are kept as milliseconds or as UTC text of one width. Second 60 is read as the
 * next second wherever it stands: no clock here can tell a leap second from the second after. `t` and `z` may be small, as the grammar of
 * RFC 3339 has it.
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
 * lie a day outside the years 0000 to 9999: enough for what is compared and kept as it was sent.
 */
export const isDateTime = (text: string): boolean => read(text) !== undefined;

/** Whether the text is an RFC 3339 date-time that in UTC is still of the years 0000 to 9999, so that it can be written again. */
export const isInstant = (text: string): boolean => {
  const ms = read(text);
  return ms !== undefined && ms >= earliestMs && ms <= latestMs;
};

/** Milliseconds since 1970-01-01T00:00Z, finer parts cut off. The text has been checked; a TypeError for what is no RFC 3339 date-time. */
export const instantMs = (text: string): number => {
  const ms = read(text);
  if (ms === undefined) throw new TypeError('instantMs takes an RFC 3339 date-time');
  return ms;
};

/** UTC with three decimals, e.g. `2026-11-23T10:15:00.123Z`; such texts compare in time's order. A RangeError outside 0000 to 9999. */
export const formatInstant = (ms: number): string => {
  if (!(ms >= earliestMs && ms <= latestMs)) throw new RangeError('outside the years 0000 to 9999');
  return new Date(ms).toISOString();
};

/*
 * Shanghai has been eight hours ahead of UTC without summer time since 1992, and everything reported is decided on a day after
 * that. The offset is fixed here and not asked of a time zone database: that comes with the platform, differs between builds and
 * may be absent, and a replay must find the same day on every machine, for ever.
 */
const aheadMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** The last day that was asked for: mostly that of now, which each report and each request asks for. */
let last: { readonly number: number; readonly day: BusinessDate } | undefined;

/** The business day in Shanghai at an instant, in ms since 1970-01-01T00:00Z. A RangeError outside 1900 to 9999. */
export const shanghaiDay = (ms: number): BusinessDate => {
  const number = Math.floor((ms + aheadMs) / dayMs);
  if (last?.number !== number) last = { number, day: dayOfNumber(number) };
  return last.day;
};

/** The same of an instant as `formatInstant` writes it. Rows ask it of every fact: of two thirds of a day the text itself says so. */
export const shanghaiDayOf = (instant: string): BusinessDate =>
  instant.slice(11, 13) < '16' ? (instant.slice(0, 10) as BusinessDate) : shanghaiDay(instantMs(instant));

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** Whether the text is a time of day in Shanghai, `00:00:00` to `23:59:59`; times compare as text. */
export const isTimeOfDay = (text: string): boolean => timeOfDay.test(text);

/*
 * Nothing that decides asks for the time; whoever calls it does, through a clock that can be stopped. A class, because Nest needs
 * a value to inject by; any object with `now` will do for it.
 */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  abstract now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Stands still, for tests and for deciding "as if". */
export const fixedClock = (ms: number): Clock => ({ now: () => ms });
