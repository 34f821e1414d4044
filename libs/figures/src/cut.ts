import type { BusinessDate } from '#calendar';
import type { FilterExpression } from '#facts';
import { type DimensionFilters, type Dimensions, filteredDimensions } from './dimensions.js';
import { compileFilter } from './filter-expression.js';
import type { KeptDocument } from './measured-document.js';

/** Which quantities make up a figure. */
export interface Cut {
  readonly computation: number;
  /** Null: no beginning. */
  readonly from: BusinessDate | null;
  /** Inclusive; before `from`: nothing. */
  readonly to: BusinessDate;
  readonly filters: DimensionFilters;
  /** The target's own, unless the computation is of its measure narrowed by it. */
  readonly filter: FilterExpression | null;
}

/** A cut with a beginning. */
export interface PeriodCut extends Cut {
  readonly from: BusinessDate;
}

/** What cuts look at of a quantity. */
interface Quantity {
  readonly computation: number;
  readonly effectiveDate: BusinessDate | null;
  readonly dimensions: Dimensions;
}

/** No day at all. */
export const isEmpty = ({ from, to }: Pick<Cut, 'from' | 'to'>): boolean => from !== null && to < from;

/** A target's own filter, over what is kept with each quantity. */
export const targetFilter = (
  filter: FilterExpression | null,
): ((quantity: Omit<Quantity, 'computation'>) => boolean) => {
  const passes = compileFilter(filter);
  return ({ dimensions, effectiveDate }) => {
    const kept: KeptDocument = { dimensions, effectiveDate, institution: dimensions.institution };
    return passes(kept);
  };
};

/** Whether a quantity is within a target's whole period and passes its own filter; the cut is narrowed by no dimension. */
export const isWithin = ({
  computation,
  from,
  to,
  filter,
}: Omit<PeriodCut, 'filters'>): ((quantity: Quantity) => boolean) => {
  const passes = targetFilter(filter);
  return (quantity) =>
    quantity.computation === computation &&
    quantity.effectiveDate !== null &&
    quantity.effectiveDate >= from &&
    quantity.effectiveDate <= to &&
    passes(quantity);
};

/** Whether it is answered from the sums by day: they know one dimension each, and no filter of a target. */
export const isRolledUp = ({ filters, filter }: Pick<Cut, 'filters' | 'filter'>): boolean =>
  filter === null && filteredDimensions(filters).length <= 1;

/** Keys are rolled up for each target with its own filter; a key with two of the values asked for would be counted twice. */
export const isRolledUpDistinct = ({ filters }: Pick<Cut, 'filters'>): boolean => {
  const filtered = filteredDimensions(filters);
  return (
    filtered.length === 0 || (filtered.length === 1 && filtered.every((one) => filters[one]?.length === 1))
  );
};
