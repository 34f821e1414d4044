import type { Delta } from './contributions.js';
import type { Dimensions } from './measured-document.js';

/** What was added on one effective day, in the whole or under one value of one dimension. */
export interface DayRoll {
  readonly computation: number;
  readonly dimension: 'all' | 'industrySection' | Exclude<keyof Dimensions, 'kind'>;
  /** Empty for the whole. */
  readonly value: string;
  readonly effectiveDate: string;
  readonly quantity: bigint;
}

const dimensions = ['institution', 'district', 'industry', 'size', 'bailoutProgramme'] as const;

/**
 * Summed by day for the whole and for each dimension by itself, since cells of all dimensions together are nearly as many
 * as the quantities themselves; industries by their section too, since a section stands for all its divisions. A dimension that the measure lacks has no row, and so matches nothing.
 */
export const dayRolls = (deltas: readonly Delta[]): readonly DayRoll[] => {
  // Up to seven additions for each quantity: the one hot loop of the projection, hence sums changed in place.
  const rolls = new Map<string, { -readonly [Member in keyof DayRoll]: DayRoll[Member] }>();
  for (const { computation, effectiveDate, quantity, dimensions: of } of deltas) {
    const place = `${computation} ${effectiveDate} `;
    const add = (dimension: DayRoll['dimension'], value: string): void => {
      const cell = `${place}${dimension} ${value}`;
      const roll = rolls.get(cell);
      if (roll) roll.quantity += quantity;
      else rolls.set(cell, { computation, dimension, value, effectiveDate, quantity });
    };
    add('all', '');
    for (const dimension of dimensions) {
      const value = of[dimension];
      if (value !== null) add(dimension, value);
    }
    if (of.industry !== null) add('industrySection', of.industry.slice(0, 1));
  }
  return [...rolls.values()].filter(({ quantity }) => quantity !== 0n);
};
