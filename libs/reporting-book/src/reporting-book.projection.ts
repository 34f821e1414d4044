import type pg from 'pg';
import type { Indicator, StatementLine } from '#contract';
import type { SequencedFact } from '#facts';
import { type Amendments, standingFacts } from '#history';
import {
  changeRows,
  column,
  readTable,
  type RowFold,
  rowsOf,
  rowsProjection,
  streamFacts,
  type TableChange,
} from '#projections';
import {
  indicatorFact,
  indicatorPage,
  indicatorStanding,
  statementKeys,
  statementKeysAmended,
  statementLine,
  statementLineAmended,
} from './reporting-pages.js';

/** One row for each institution, indicator, day and scope. The scope is free text, hence last; none is the empty text. */
export const indicatorPageTable: RowFold<Indicator> = {
  table: readTable('indicator_page', {
    institution: column.key,
    indicator: column.key,
    as_at: column.key,
    scope: column.key,
    page: column.json,
  }),
  keysOf: (sequenced) => {
    const fact = indicatorFact(sequenced);
    if (!fact) return [];
    const { indicator, asAt, scope = '' } = fact.data;
    return [[fact.institution, indicator, asAt, scope]];
  },
  fold: indicatorPage,
};

const { keysOf } = indicatorPageTable;

/**
 * After the rows have taken in what was reported: those of reports that were corrected or reversed are made anew out of all that stands in
 * their streams. The value before takes the place of one that was reversed, and a corrected one may be as at another day.
 */
const indicatorsAmended: TableChange = {
  table: indicatorPageTable.table,
  apply: (...batch) => amendIndicators(...batch),
};

const amendIndicators = async (
  facts: readonly SequencedFact[],
  amendments: Amendments,
  connection: pg.ClientBase,
): Promise<void> => {
  const upTo = facts.at(-1)?.seq;
  const ofIndicators = [...amendments.values()].filter(({ before, after }) =>
    [...before, ...after].some(indicatorFact),
  );
  if (upTo === undefined || ofIndicators.length === 0) return;
  const nameOf = (key: readonly string[]): string => JSON.stringify(key);
  const keys = new Map(
    ofIndicators
      .flatMap(({ before, after }) => [...before, ...after])
      .flatMap(keysOf)
      .map((key) => [nameOf(key), key] as const),
  );
  const pages = new Map<string, Indicator | undefined>();
  for (const stream of new Set(ofIndicators.map(({ fact }) => fact.stream))) {
    const recorded = await streamFacts(connection, stream, upTo);
    const last = new Map(
      standingFacts(recorded).flatMap((fact) => keysOf(fact).map((key) => [nameOf(key), fact] as const)),
    );
    for (const [name, fact] of last) if (keys.has(name)) pages.set(name, indicatorStanding(fact, recorded));
  }
  const written = [...keys].flatMap(([name, key]) => {
    const page = pages.get(name);
    return page ? [{ key, page, presence: 'unknown' as const }] : [];
  });
  const removed = [...keys].flatMap(([name, key]) => (pages.has(name) ? [] : [key]));
  await changeRows(indicatorPageTable, { written, removed }, connection);
};

/** One row for each institution, day, axis and type of fact. */
export const statementDayTable: RowFold<StatementLine> = {
  table: readTable('statement_day', {
    institution: column.key,
    day: column.key,
    axis: column.key,
    type: column.key,
    page: column.json,
  }),
  keysOf: statementKeys,
  fold: statementLine,
  amend: statementLineAmended,
  keysAmended: statementKeysAmended,
};

/** What each institution reported: its indicators, and how much of what on which day. */
export const reportingBookProjection = rowsProjection('reporting-book', 1, [
  rowsOf(indicatorPageTable),
  indicatorsAmended,
  rowsOf(statementDayTable),
]);
