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
  /** The target's own filter; null also where the computation is of a measure narrowed by that filter. */
  readonly filter: FilterExpression | null;
}

/** A cut with a beginning. */
export interface PeriodCut extends Cut {
  readonly from: BusinessDate;
}

/** The members of a quantity that cuts select by. */
interface Quantity {
  readonly computation: number;
  readonly effectiveDate: BusinessDate | null;
  readonly dimensions: Dimensions;
}

/** Whether the cut has no day. */
export const isEmpty = ({ from, to }: Pick<Cut, 'from' | 'to'>): boolean => from !== null && to < from;

/** A target's own filter as a predicate over quantities. */
export const targetFilter = (
  filter: FilterExpression | null,
): ((quantity: Omit<Quantity, 'computation'>) => boolean) => {
  const passes = compileFilter(filter);
  return ({ dimensions, effectiveDate }) => {
    const kept: KeptDocument = { dimensions, effectiveDate, institution: dimensions.institution };
    return passes(kept);
  };
};

/** A predicate: the quantity is within the target's whole period and passes its own filter. No dimension narrows it. */
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

/** Whether roll-ups answer the cut: each is for one dimension at most, and none for a target's filter. */
export const isRolledUp = ({ filters, filter }: Pick<Cut, 'filters' | 'filter'>): boolean =>
  filter === null && filteredDimensions(filters).length <= 1;

/** The same for distinct keys, which are rolled up for each target with its filter. With two values of a dimension a key could count twice. */
export const isRolledUpDistinct = ({ filters }: Pick<Cut, 'filters'>): boolean => {
  const filtered = filteredDimensions(filters);
  return (
    filtered.length === 0 || (filtered.length === 1 && filtered.every((one) => filters[one]?.length === 1))
  );
};
