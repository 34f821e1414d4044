import { filterValues } from '#keyset';
import { type Cut, type FilterDimension, filteredDimensions } from './cut.js';
import { isSection, type Parameters } from './cut-sql.js';

// Which cuts are answered from the sums that are kept, and which rows of them.

/** Rows of one dimension, each quantity once: a division is passed over when its section is asked for too. */
const rowsOfDimension = (
  dimension: FilterDimension,
  given: readonly string[],
  parameters: Parameters,
): string => {
  const values = filterValues(given) ?? [];
  const any = (list: readonly string[]): string => `any(${parameters.add(list)}::text[])`;
  if (dimension !== 'industry') return `dimension = ${parameters.add(dimension)} and value = ${any(values)}`;
  const sections = values.filter(isSection);
  const divisions = values.filter((value) => !isSection(value) && !sections.includes(value.slice(0, 1)));
  return `((dimension = 'industrySection' and value = ${any(sections)})
        or (dimension = 'industry' and value = ${any(divisions)}))`;
};

/** Rows of the sums that make up a cut by at most one dimension. */
export const placeSql = ({ filters }: Pick<Cut, 'filters'>, parameters: Parameters): string => {
  const [dimension] = filteredDimensions(filters);
  return dimension
    ? rowsOfDimension(dimension, filters[dimension] ?? [], parameters)
    : `dimension = 'all' and value = ''`;
};

/** Sums by day know no filter of a target. */
export const isRolledUp = ({ filters, filter }: Pick<Cut, 'filters' | 'filter'>): boolean =>
  filter === null && filteredDimensions(filters).length <= 1;

/** Keys are rolled up for each target with its own filter; a key with two of the values asked for would be counted twice. */
export const isRolledUpDistinct = ({ filters }: Pick<Cut, 'filters'>): boolean => {
  const filtered = filteredDimensions(filters);
  return (
    filtered.length === 0 || (filtered.length === 1 && filtered.every((one) => filters[one]?.length === 1))
  );
};
