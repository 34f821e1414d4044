import type { StatementLine } from '#contract';
import { type RowFold, rowsOf, rowsProjection } from '#projections';
import { indicatorPageTable, indicatorsAmended } from './indicator-page.table.js';
import { statementKeys, statementKeysAmended, statementLine, statementLineAmended } from './statement-day.js';

/** One row for each institution, day, axis and type of fact. */
const statementDayTable: RowFold<StatementLine> = {
  table: 'statement_day',
  key: ['institution', 'day', 'axis', 'type'],
  columns: {},
  columnsOf: () => ({}),
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
