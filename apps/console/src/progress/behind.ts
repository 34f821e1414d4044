import type { Institution } from '#contract';
import { quantityText, scaledOf, type Unit } from '../figures/quantity.js';

// Who is behind, where each institution is to bring the part of the pace required that it has had of the figure so far: whoever brings
// less now is behind by the difference. A season that slows all of them slows none against the others.

/** What an institution has come to. */
interface Part {
  readonly institution: string;
  readonly quantity: string;
}

interface Asked {
  /** Of the whole period up to the day. */
  readonly soFar: readonly Part[];
  /** Of the days up to it that show how fast it goes now. */
  readonly recently: readonly Part[];
  readonly pace: {
    readonly workingDaysElapsed: number;
    readonly workingDaysLeft: number;
    readonly recentPerDay: string | null;
  };
  /** What is missing of the whole. */
  readonly remaining: string;
  readonly unit: Unit;
}

export interface Behind extends Part {
  readonly recentPerDay: string;
  readonly requiredPerDay: string;
  /** What it brings less than is required of it; negative where it brings more. */
  readonly shortPerDay: string;
}

const sumOf = (parts: readonly Part[]): bigint =>
  parts.reduce((sum, { quantity }) => sum + scaledOf(quantity), 0n);

/** So much in so many days. */
interface Rate {
  readonly sum: bigint;
  readonly days: bigint;
}

/** Rounded down once, at the end. */
const partOf = ({ sum, days }: Rate, quantity: bigint, whole: bigint): bigint =>
  whole <= 0n || days <= 0n ? 0n : (sum * quantity) / (days * whole);

/** Most working days that the registry calls recent. */
const recentDays = 20;
const perCent = 100n;

/**
 * The recent pace is answered with two places, truncated. Where four weeks have as many working days as it goes by, it is their sum over those
 * days, without anything cut off.
 */
const recentRateOf = ({ pace }: Asked, sum: bigint): Rate => {
  const days = BigInt(Math.max(1, Math.min(recentDays, pace.workingDaysElapsed)));
  const answered = scaledOf(pace.recentPerDay ?? '0');
  return (sum / days / perCent) * perCent === answered ? { sum, days } : { sum: answered, days: 1n };
};

/** To two places, as it is shown, so that what is short is the difference of what stands beside it. */
const shownPart = (rate: bigint): bigint => (rate / perCent) * perCent;

/** A rate of counts has parts of one. */
const rateText = (scaled: bigint, unit: Unit): string =>
  quantityText(scaled, unit === 'COUNT' ? 'CNY' : unit);

/** Each institution with what it brings and what is required of it in a working day, who lacks most first. */
export const behindOf = (asked: Asked): readonly Behind[] => {
  const { soFar, recently, pace, remaining, unit } = asked;
  const [whole, recentWhole] = [sumOf(soFar), sumOf(recently)];
  const recent = new Map(recently.map(({ institution, quantity }) => [institution, scaledOf(quantity)]));
  const requiredRate = { sum: scaledOf(remaining), days: BigInt(pace.workingDaysLeft) };
  const recentRate = recentRateOf(asked, recentWhole);
  return soFar
    .map((part) => {
      const required = shownPart(partOf(requiredRate, scaledOf(part.quantity), whole));
      const brought = shownPart(partOf(recentRate, recent.get(part.institution) ?? 0n, recentWhole));
      return { part, required, brought, short: required - brought };
    })
    .toSorted((one, other) => (other.short > one.short ? 1 : other.short < one.short ? -1 : 0))
    .map(({ part, required, brought, short }) => ({
      ...part,
      recentPerDay: rateText(brought, unit),
      requiredPerDay: rateText(required, unit),
      shortPerDay: rateText(short, unit),
    }));
};

const dayMs = 86_400_000;

/** The first of the four weeks that end with a day, but not before a period begins. */
export const recentFrom = (end: string, periodFrom: string): string => {
  const from = new Date(Date.parse(end) - 27 * dayMs).toISOString().slice(0, 10);
  return from > periodFrom ? from : periodFrom;
};

/** Banks that were to report by that day and have brought nothing of the figure: they have no part in it that could be compared with. */
export const withNothing = (
  institutions: readonly Institution[],
  soFar: readonly Pick<Part, 'institution'>[],
  day: string,
): readonly string[] =>
  institutions
    .filter(({ kind, suspended, reportingFrom }) => kind === 'BANK' && !suspended && reportingFrom <= day)
    .map(({ code }) => code)
    .filter((code) => !soFar.some(({ institution }) => institution === code));
