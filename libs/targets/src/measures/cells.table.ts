import type { CellDimension } from '#contract';
import {
  columnOf,
  type Cut,
  cutSql,
  dimensionColumns,
  type FilterDimension,
  filteredDimensions,
  Parameters,
  rollUpRowsSql,
} from '#figures';
import { sinceWhenSql } from '../tables/distinct.table.js';
import { latestChangesSql, noColumns } from '../tables/indicator-values.table.js';
import type { Known } from '../tables/closings.table.js';
import { rolledSql, seqSql } from '../tables/sums.table.js';
import type { MeasureCut } from './measure-cut.js';

/** Of one cell: a value for each dimension it is cut by, and what it comes to. */
export interface Cell {
  readonly values: readonly string[];
  readonly quantity: bigint;
}

const month = `to_char(day, 'YYYY-MM')`;

/** Industries by their section. Null where the dimension is lacking: then it is in no cell. */
const valueSql = (dimension: CellDimension): string => {
  if (dimension === 'month') return month;
  return dimension === 'industry' ? 'left(industry, 1)' : columnOf(dimension);
};

/** Cells out of rows, each a number added: `rows` has the values as `one` and `two`, and the quantity. */
const readCells = async (
  rows: string,
  by: readonly CellDimension[],
  most: number,
  parameters: Parameters,
  { database }: Known,
): Promise<readonly Cell[]> => {
  const { rows: found } = await database.query<{ one: string; two: string | null; quantity: string }>(
    `select one, two, sum(quantity)::text as quantity from (${rows}) as row
     where one is not null and ${by.length === 1 ? 'two is null' : 'two is not null'}
     group by one, two having sum(quantity) <> 0 order by one collate "C", two collate "C" limit ${parameters.add(most)}`,
    parameters.values,
  );
  return found.map(({ one, two, quantity }) => ({
    values: two === null ? [one] : [one, two],
    quantity: BigInt(quantity),
  }));
};

const valuesSql = ([one, two]: readonly CellDimension[]): string =>
  `${one ? valueSql(one) : 'null'} as one, ${two ? valueSql(two) : 'null::text'} as two`;

const quantitiesSql = (cut: Cut, parameters: Parameters, known: Known): string =>
  `select effective_date as day, ${dimensionColumns}, distinct_key, seq, quantity from measure_delta
   where ${cutSql(cut, parameters)} and ${seqSql(parameters, 0, known)}`;

/** A key is in a cell while it is there on some day: in several cells, where they differ by a dimension. */
const keysSql = (quantities: string, by: readonly CellDimension[]): string => `
  select one, two, count(distinct distinct_key) as quantity from (
    select ${valuesSql(by)}, distinct_key from (${quantities}) as quantity
    group by 1, 2, distinct_key, day having sum(quantity) > 0
  ) as there group by one, two`;

/** By month each key is counted once: in the month of its first day, in the cell that keeps it for longest. */
const firstKeysSql = (quantities: string, by: readonly CellDimension[]): string => `
  select ${valuesSql(by)}, 1 as quantity from (
    select distinct on (distinct_key) day, ${dimensionColumns} from (
      select distinct_key, day, ${dimensionColumns}, max(since) as since, sum(quantity) as own,
        sum(sum(quantity)) over (partition by distinct_key, day) as net
      from (${sinceWhenSql(quantities, 'day')}) as cell group by distinct_key, day, ${dimensionColumns}
    ) as there where net > 0 and own > 0 order by distinct_key, day, since
  ) as first`;

const rowsSql = (
  { kind, cut }: MeasureCut,
  by: readonly CellDimension[],
  parameters: Parameters,
  known: Known,
): string => {
  switch (kind) {
    case 'added':
      return `select ${valuesSql(by)}, quantity from (${quantitiesSql(cut, parameters, known)}) as quantity`;
    case 'keys':
      return (by.includes('month') ? firstKeysSql : keysSql)(quantitiesSql(cut, parameters, known), by);
    case 'latest':
      return `select ${valuesSql(by)}, quantity from (
        select *, ${noColumns} from (${latestChangesSql(cut, parameters, known)}) as change
      ) as change`;
  }
};

/** Looks at every quantity of the cut. */
export const scannedCells = (
  of: MeasureCut,
  by: readonly CellDimension[],
  most: number,
  known: Known,
): Promise<readonly Cell[]> => {
  const parameters = new Parameters();
  return readCells(rowsSql(of, by, parameters, known), by, most, parameters, known);
};

/** Which one dimension roll-ups are read of; null where they do not know the cells. */
const rolledDimension = ({ kind, cut }: MeasureCut, by: readonly CellDimension[]): FilterDimension | null => {
  const [dimension, another] = by.filter((one): one is FilterDimension => one !== 'month');
  if (dimension === undefined || another !== undefined) return null;
  const filtered = filteredDimensions(cut.filters);
  if (kind === 'latest' || filtered.some((one) => one !== dimension)) return null;
  // Of keys by month the first day at all is asked for, not that in each cell; and divisions of one section may share a key.
  const overlap = by.includes('month') || (dimension === 'industry' && filtered.length > 0);
  return kind === 'keys' && overlap ? null : dimension;
};

/** The condition on roll-ups of one dimension, narrowed by its own values alone; a value is a division's or its section's. */
const rolledRowsSql = (dimension: FilterDimension, cut: Cut, parameters: Parameters): string =>
  filteredDimensions(cut.filters).length > 0
    ? rollUpRowsSql(cut, parameters)
    : `dimension = ${parameters.add(dimension === 'industry' ? 'industrySection' : dimension)}`;

/**
 * Out of roll-ups, where they know the cells: what there was at the end less what there was before the beginning, or by month what came on
 * each day. Null where they do not.
 */
export const rolledCells = async (
  of: MeasureCut,
  by: readonly CellDimension[],
  most: number,
  known: Known,
): Promise<readonly Cell[] | null> => {
  const dimension = rolledDimension(of, by);
  const target = of.kind === 'keys' ? of.plan?.target : 0;
  if (dimension === null || target === undefined) return null;
  const { cut } = of;
  const parameters = new Parameters();
  const { computation } = cut;
  const rows = (of: Parameters): string => rolledRowsSql(dimension, cut, of);
  const { rolled, upTo } = rolledSql({ computation, target, rows }, parameters, known);
  const single =
    target === 0
      ? `select ${columnOf(dimension)} as value, effective_date as day, quantity from measure_delta
         where ${cutSql({ ...cut, from: null }, parameters)} and ${seqSql(parameters, upTo, known)}`
      : `select value, effective_date, quantity from distinct_step
         where target = ${parameters.add(target)}::bigint and computation = ${parameters.add(computation)}::bigint
           and ${rows(parameters)} and ${seqSql(parameters, upTo, known)}`;
  const [from, to] = [parameters.add(cut.from ?? '-infinity'), parameters.add(cut.to)];
  const value = dimension === 'industry' ? 'left(value, 1)' : 'value';
  const shown = by.map((one) => (one === 'month' ? month : value));
  const days = by.includes('month')
    ? `select value, closing.day, total - lag(total, 1, 0::numeric) over (partition by rolled.place order by closing.day) as quantity
       from (select *, row_number() over () as place from (${rolled}) as found) as rolled, unnest(days, totals) as closing (day, total)`
    : `select value, ${to}::date as day, coalesce(totals[width_bucket(${to}::date, days)], 0)
         - coalesce(totals[width_bucket(${from}::date - 1, days)], 0) as quantity from (${rolled}) as rolled`;
  return readCells(
    `select ${shown[0]} as one, ${shown[1] ?? 'null::text'} as two, quantity from (${days} union all ${single}) as added
     where day between ${from}::date and ${to}::date`,
    by,
    most,
    parameters,
    known,
  );
};
