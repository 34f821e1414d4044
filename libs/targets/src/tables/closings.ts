import type { BusinessDate } from '#calendar';
import { type DaySum, type Delta, eachRollUpKey } from '#figures';

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

type Sums = Map<BusinessDate, bigint>;

/** Of quantities, in each place that they are in. They are found by what they have and not by names of their places, of which a fact would need a dozen. */
export const closingsByPlace = (deltas: Iterable<Delta>): readonly PlaceClosings[] => {
  const found = new Map<number, Map<string, Map<string, Sums>>>();
  for (const { computation, effectiveDate, dimensions, quantity } of deltas) {
    const ofMeasure = mapIn(found, computation);
    const add = (dimension: string, value: string): void => {
      const sums = mapIn(mapIn(ofMeasure, dimension), value);
      sums.set(effectiveDate, (sums.get(effectiveDate) ?? 0n) + quantity);
    };
    eachRollUpKey(dimensions, add);
    if (quantity > 0n) add(gains.dimension, gains.value);
  }
  return placesIn(found);
};

/** The map that a key has in a map; an empty one is made where there is none. */
const mapIn = <Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> => {
  const known = map.get(key);
  if (known) return known;
  const made = new Map<Inner, Value>();
  map.set(key, made);
  return made;
};

const placesIn = (
  found: ReadonlyMap<number, ReadonlyMap<string, ReadonlyMap<string, Sums>>>,
): readonly PlaceClosings[] => {
  const places: PlaceClosings[] = [];
  for (const [computation, ofMeasure] of found)
    for (const [dimension, ofDimension] of ofMeasure)
      for (const [value, sums] of ofDimension) {
        const closings = closingsOf(Array.from(sums, ([day, quantity]) => ({ day, quantity })));
        places.push({ target: 0, computation, dimension, value, closings });
      }
  return places;
};
