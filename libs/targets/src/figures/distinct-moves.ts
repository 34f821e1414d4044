import { type FollowedCut, isWithin, type Step } from './attainment.js';
import type { Delta } from './contributions.js';
import { FirstDays, type KeyDay } from './first-days.js';
import type { Dimensions } from './measured-document.js';
import { type Place, placesOf } from './places.js';

/** What was added for one key on one day under the same dimensions, up to some seq. */
export interface KeyCell {
  readonly computation: number;
  readonly key: string;
  readonly effectiveDate: string;
  readonly dimensions: Dimensions;
  readonly quantity: bigint;
}

/** A key is counted on another day of a place than before, or no longer. */
export interface DistinctStep extends Place, Step {
  readonly effectiveDate: string;
}

/** Keys of different places do not mix; no code or id holds a space. */
const placed = ({ dimension, value }: Place, key: string): string => `${dimension} ${value} ${key}`;

const inPlaces = (
  { key, effectiveDate, dimensions, quantity }: KeyCell,
  places: Map<string, Place>,
): readonly KeyDay[] =>
  placesOf(dimensions).map((place) => {
    const name = placed(place, key);
    places.set(name, place);
    return { key: name, day: effectiveDate, step: Number(quantity) };
  });

/** Quantities in the order of the log, those of one seq together. */
const bySeq = (deltas: readonly Delta[]): readonly (readonly [number, readonly Delta[]])[] => {
  const groups = new Map<number, Delta[]>();
  for (const delta of deltas) {
    const group = groups.get(delta.seq);
    if (group) group.push(delta);
    else groups.set(delta.seq, [delta]);
  }
  return [...groups];
};

/**
 * How the counts of a target's cut move, in the whole and in each place, as quantities of keys are added in the order of the log.
 * `before` is what stood of the keys touched.
 */
export const distinctSteps = (
  cut: FollowedCut,
  before: readonly KeyCell[],
  deltas: readonly Delta[],
): readonly DistinctStep[] => {
  const within = isWithin(cut);
  const places = new Map<string, Place>();
  const firstDays = new FirstDays();
  firstDays.add(before.filter(within).flatMap((cell) => inPlaces(cell, places)));

  const steps: DistinctStep[] = [];
  for (const [seq, together] of bySeq(deltas.filter(within))) {
    const added = together.flatMap(({ key, ...delta }) =>
      key === null ? [] : inPlaces({ ...delta, key }, places),
    );
    for (const { key, from, to } of firstDays.add(added)) {
      const place = places.get(key);
      if (!place) continue;
      if (from !== null) steps.push({ ...place, seq, effectiveDate: from, quantity: -1n });
      if (to !== null) steps.push({ ...place, seq, effectiveDate: to, quantity: 1n });
    }
  }
  return steps;
};
