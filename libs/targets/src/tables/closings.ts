import type { BusinessDate } from '#calendar';
import { type DaySum, type Delta, rollUpKeysOf } from '#figures';

/** Totals at the end of days in order, of what came from the first of them on. A day on which the total did not change is not there. */
export type Closings = readonly { readonly day: BusinessDate; readonly total: bigint }[];

/** Of sums in any order, of which several may be of one day. */
export const closingsOf = (sums: Iterable<DaySum>): Closings => {
  const byDay = new Map<BusinessDate, bigint>();
  for (const { day, quantity } of sums) byDay.set(day, (byDay.get(day) ?? 0n) + quantity);
  let total = 0n;
  return [...byDay]
    .filter(([, quantity]) => quantity !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, quantity]) => ({ day, total: (total += quantity) }));
};

/** What came on each of the days. */
export function* addedByDay(closings: Closings): Generator<DaySum> {
  let before = 0n;
  for (const { day, total } of closings) {
    yield { day, quantity: total - before };
    before = total;
  }
}

/** Of several blocks of facts as one. */
export const joined = (blocks: readonly Closings[]): Closings =>
  closingsOf(
    (function* () {
      for (const block of blocks) yield* addedByDay(block);
    })(),
  );

/** What sums are kept of: a measure's quantities (target 0) or a target's count, as a whole or under one value of a dimension; and of a measure `gains`. */
export interface Place {
  readonly target: number | string;
  readonly computation: number | string;
  readonly dimension: string;
  readonly value: string;
}

/** Of a measure's quantities those above zero: how far its total can have risen within a block, and with the whole, how far it can have fallen. */
export const gains = { dimension: 'gains', value: '' } as const;

/** Whether rows of a version of the projection have them. */
export const keepsGains = (version: number): boolean => version >= 7;

export interface PlaceClosings extends Place {
  readonly closings: Closings;
}

/** Of quantities, in each place that they are in. */
export const closingsByPlace = (deltas: Iterable<Delta>, withGains: boolean): readonly PlaceClosings[] => {
  const places = new Map<string, { readonly place: Place; readonly sums: Map<BusinessDate, bigint> }>();
  for (const { computation, effectiveDate, dimensions, quantity } of deltas) {
    const keys = rollUpKeysOf(dimensions);
    for (const key of withGains && quantity > 0n ? [...keys, gains] : keys) {
      const name = `${computation} ${key.dimension} ${key.value}`;
      let found = places.get(name);
      if (!found) places.set(name, (found = { place: { target: 0, computation, ...key }, sums: new Map() }));
      found.sums.set(effectiveDate, (found.sums.get(effectiveDate) ?? 0n) + quantity);
    }
  }
  return [...places.values()].map(({ place, sums }) => ({
    ...place,
    closings: closingsOf([...sums].map(([day, quantity]) => ({ day, quantity }))),
  }));
};
