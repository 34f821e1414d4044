import type { Indicator, StatementLine } from '#contract';
import { type RowFold, rowsOf, rowsProjection } from '#projections';
import { indicatorFact, indicatorPage } from './indicator-page.js';
import { statementKeys, statementLine } from './statement-day.js';

/** One row for each institution, day, axis and type of fact. */
const statementDayTable: RowFold<StatementLine> = {
  table: 'statement_day',
  key: ['institution', 'day', 'axis', 'type'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: statementKeys,
  fold: statementLine,
};

/** One row for each institution, indicator, day and scope. The scope is free text, hence last; none is the empty text. */
export const indicatorPageTable: RowFold<Indicator> = {
  table: 'indicator_page',
  key: ['institution', 'indicator', 'as_at', 'scope'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: (sequenced) => {
    const fact = indicatorFact(sequenced);
    if (!fact) return [];
    const { indicator, asAt, scope = '' } = fact.data;
    return [[fact.institution, indicator, asAt, scope]];
  },
  fold: indicatorPage,
};

/** What each institution reported: its indicators, and how much of what on which day. */
export const reportingBookProjection = rowsProjection('reporting-book', 1, [
  rowsOf(indicatorPageTable),
  rowsOf(statementDayTable),
]);
