import type { Dimensions } from './measured-document.js';

/** Where sums are kept: for the whole, and for each value of each dimension by itself. */
export interface Place {
  readonly dimension: 'all' | 'industrySection' | Exclude<keyof Dimensions, 'kind'>;
  /** Empty for the whole. */
  readonly value: string;
}

const dimensions = ['institution', 'district', 'industry', 'size', 'bailoutProgramme'] as const;

const whole: Place = { dimension: 'all', value: '' };

/**
 * Cells of all dimensions together are nearly as many as the quantities themselves, so that none are kept. Industries have a place
 * by their section too, since a section stands for all its divisions. A dimension that is lacking has no place, and so matches nothing.
 */
export const placesOf = (of: Dimensions): readonly Place[] => {
  const places: Place[] = [whole];
  for (const dimension of dimensions) {
    const value = of[dimension];
    if (value !== null) places.push({ dimension, value });
  }
  if (of.industry !== null) places.push({ dimension: 'industrySection', value: of.industry.slice(0, 1) });
  return places;
};
