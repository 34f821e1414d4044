import { filterValues } from '#keyset';

/**
 * What a quantity is kept under: the dimensions of the loan's borrower, or of the disbursement. Their columns, their members in JSON,
 * their paths in filters and what sums are kept for all follow from this list. `narrows`: figures can be asked for some of
 * its values alone, so that sums are kept for each of them.
 */
const known = {
  institution: { column: 'institution', narrows: true },
  district: { column: 'district', narrows: true },
  industry: { column: 'industry', narrows: true },
  size: { column: 'size', narrows: true },
  bailoutProgramme: { column: 'bailout_programme', narrows: true },
  /** The borrower's. */
  kind: { column: 'borrower_kind', narrows: false },
} as const;

type Known = typeof known;
export type Dimension = keyof Known;
/** Names of the filters of 3.3. */
export type FilterDimension = {
  [Name in Dimension]: Known[Name]['narrows'] extends true ? Name : never;
}[Dimension];

/** Null: the subject has no such dimension. */
export type Dimensions = { readonly [Name in Dimension]: string | null };

/** Values of each dimension that are asked for; absent: all of them. */
export type DimensionFilters = { readonly [Name in FilterDimension]?: readonly string[] };

const isFilter = (name: Dimension): name is FilterDimension => known[name].narrows;

export const dimensions = Object.keys(known) as readonly Dimension[];
const filterDimensions = dimensions.filter(isFilter);

export const columnOf = (name: Dimension): string => known[name].column;

export const noDimensions = Object.fromEntries(dimensions.map((name) => [name, null])) as Dimensions;

export const filteredDimensions = (filters: DimensionFilters): readonly FilterDimension[] =>
  filterDimensions.filter((name) => (filters[name]?.length ?? 0) > 0);

/** What a sum is kept under: the whole, or one value of one dimension. */
export interface RollUpKey {
  readonly dimension: 'all' | 'industrySection' | FilterDimension;
  /** Empty for the whole. */
  readonly value: string;
}

const whole: RollUpKey = { dimension: 'all', value: '' };

/** A section letter stands for the section and all its divisions. */
export const isSection = (industry: string): boolean => industry.length === 1;
const sectionOf = (industry: string): string => industry.slice(0, 1);

/**
 * Calls with each key that a quantity is summed under, and makes no list of them: this is done for each of very many.
 *
 * Cells of all dimensions together are nearly as many as the quantities themselves, so that none are kept. Industries are summed
 * by their section too, since a section stands for all its divisions. A dimension that is lacking has no sum, and so matches nothing.
 */
export const eachRollUpKey = (
  of: Dimensions,
  call: (dimension: RollUpKey['dimension'], value: string) => void,
): void => {
  call(whole.dimension, whole.value);
  for (const dimension of filterDimensions) {
    const value = of[dimension];
    if (value !== null) call(dimension, value);
  }
  if (of.industry !== null) call('industrySection', sectionOf(of.industry));
};

export const rollUpKeysOf = (of: Dimensions): readonly RollUpKey[] => {
  const keys: RollUpKey[] = [];
  eachRollUpKey(of, (dimension, value) => keys.push({ dimension, value }));
  return keys;
};

/**
 * The sums that make up what is asked for by at most one dimension, each quantity once: a division is left out where its section is asked
 * for.
 */
export const rollUpKeysAsked = (filters: DimensionFilters): readonly RollUpKey[] => {
  const [dimension] = filteredDimensions(filters);
  if (!dimension) return [whole];
  const values = filterValues(filters[dimension]) ?? [];
  if (dimension !== 'industry') return values.map((value) => ({ dimension, value }));
  const sections = values.filter(isSection);
  return [
    ...sections.map((value) => ({ dimension: 'industrySection' as const, value })),
    ...values
      .filter((value) => !isSection(value) && !sections.includes(sectionOf(value)))
      .map((value) => ({ dimension, value })),
  ];
};

/** Whether something has one of the values asked for in each dimension that is asked for. */
export const isUnder = (of: Dimensions, filters: DimensionFilters): boolean =>
  filteredDimensions(filters).every((name) => {
    const value = of[name];
    const values = filters[name] ?? [];
    return (
      value !== null && (values.includes(value) || (name === 'industry' && values.includes(sectionOf(value))))
    );
  });

// The same as the text of questions, over a table that has the columns.

export const dimensionColumns = dimensions.map(columnOf).join(', ');

export const dimensionsJsonSql = `json_build_object(${dimensions.map((name) => `'${name}', ${columnOf(name)}`).join(', ')})`;

const summedBy: readonly { readonly dimension: RollUpKey['dimension']; readonly column: string }[] = [
  ...filterDimensions.map((name) => ({ dimension: name, column: columnOf(name) })),
  { dimension: 'industrySection', column: 'section' },
];

/** Whether a row that has the columns is under a key, as SQL. */
export const isUnderKeySql = (row: string, key: string): string =>
  `case ${key}.dimension when 'all' then true ${summedBy
    .map(
      ({ dimension, column }) =>
        `when '${dimension}' then ${dimension === 'industrySection' ? `left(${row}.industry, 1)` : `${row}.${column}`} = ${key}.value`,
    )
    .join(' ')} end`;

const columnsSummedBy = filterDimensions.map(columnOf).join(', ');

/**
 * What rows with `computation`, `effective_date`, `quantity` and the columns of dimensions add up to under each key and on each day:
 * `computation, dimension, value, day, quantity`. In one pass: a row for each key of each quantity would cost three times as much.
 */
export const rollUpSumsSql = (rows: string): string => `
  select computation, dimension, value, day, quantity from (
    select computation, effective_date as day, sum(quantity) as quantity,
      case ${summedBy.map(({ dimension, column }) => `when grouping(${column}) = 0 then '${dimension}'`).join(' ')}
        else 'all' end as dimension,
      case ${summedBy.map(({ column }) => `when grouping(${column}) = 0 then ${column}`).join(' ')} else '' end as value
    from (
      select computation, effective_date, quantity, ${columnsSummedBy}, left(industry, 1) as section from (${rows}) as given
    ) as row
    group by computation, effective_date, grouping sets ((), ${summedBy.map(({ column }) => `(${column})`).join(', ')})
  ) as summed where value is not null`;
