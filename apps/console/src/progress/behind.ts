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
  readonly recentPerDay: string;
  readonly requiredPerDay: string;
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

const partOf = (rate: bigint, quantity: bigint, whole: bigint): bigint =>
  whole <= 0n ? 0n : (rate * quantity) / whole;

/** A rate of counts has parts of one. */
const rateText = (scaled: bigint, unit: Unit): string =>
  quantityText(scaled, unit === 'COUNT' ? 'CNY' : unit);

/** Each institution with what it brings and what is required of it in a working day, who lacks most first. */
export const behindOf = ({
  soFar,
  recently,
  recentPerDay,
  requiredPerDay,
  unit,
}: Asked): readonly Behind[] => {
  const [whole, recentWhole] = [sumOf(soFar), sumOf(recently)];
  const recent = new Map(recently.map(({ institution, quantity }) => [institution, scaledOf(quantity)]));
  return soFar
    .map((part) => {
      const required = partOf(scaledOf(requiredPerDay), scaledOf(part.quantity), whole);
      const brought = partOf(scaledOf(recentPerDay), recent.get(part.institution) ?? 0n, recentWhole);
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
