import type { StatementLine } from '#contract';
import { column, readTable, type RowFold, rowsOf, rowsProjection } from '#projections';
import { indicatorPageTable, indicatorsAmended } from './indicator-page.table.js';
import { statementKeys, statementKeysAmended, statementLine, statementLineAmended } from './statement-day.js';

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
