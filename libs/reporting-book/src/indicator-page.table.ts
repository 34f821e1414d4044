import type pg from 'pg';
import type { Indicator } from '#contract';
import type { SequencedFact } from '#facts';
import { type Amendments, standingFacts } from '#history';
import { changeRows, column, readTable, type RowFold, streamFacts, type TableChange } from '#projections';
import { indicatorFact, indicatorPage, indicatorStanding } from './indicator-page.js';

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
export const indicatorsAmended: TableChange = {
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
    return page ? [{ key, page }] : [];
  });
  const removed = [...keys].flatMap(([name, key]) => (pages.has(name) ? [] : [key]));
  await changeRows(indicatorPageTable, { written, removed }, connection);
};
