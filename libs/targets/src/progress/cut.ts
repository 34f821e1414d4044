import type { FilterExpression } from '#facts';

/** Names of the filters of 3.3, which are the dimensions that quantities are kept under. */
export const filterDimensions = ['institution', 'district', 'industry', 'size', 'bailoutProgramme'] as const;

export type FilterDimension = (typeof filterDimensions)[number];

/** Values of each dimension that are asked for; absent: all of them. */
export type DimensionFilters = { readonly [D in FilterDimension]?: readonly string[] };

/** Which quantities make up a figure. */
export interface Cut {
  readonly computation: number;
  /** Null: no beginning. */
  readonly from: string | null;
  /** Inclusive; before `from`: nothing. */
  readonly to: string;
  readonly filters: DimensionFilters;
  /** The target's own. */
  readonly filter: FilterExpression | null;
}

export const filteredDimensions = (filters: DimensionFilters): readonly FilterDimension[] =>
  filterDimensions.filter((dimension) => (filters[dimension]?.length ?? 0) > 0);

/** No day at all. */
export const isEmpty = ({ from, to }: Pick<Cut, 'from' | 'to'>): boolean => from !== null && to < from;
