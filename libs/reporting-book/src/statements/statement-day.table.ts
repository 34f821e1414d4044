import type { StatementLine } from '#contract';
import type { RowFold } from '#projections';
import { statementKeys, statementLine } from './statement-day.js';

/** One row for each institution, day, axis and type of fact. */
export const statementDayTable: RowFold<StatementLine> = {
  table: 'statement_day',
  key: ['institution', 'day', 'axis', 'type'],
  columns: {},
  columnsOf: () => ({}),
  keysOf: statementKeys,
  fold: statementLine,
};
