import { rowsOf, rowsProjection } from '#projections';
import { indicatorPageTable } from './indicators/indicator-page.table.js';
import { statementDayTable } from './statements/statement-day.table.js';

/** What each institution reported: its indicators, and how much of what on which day. */
export const reportingBookProjection = rowsProjection('reporting-book', 1, [
  rowsOf(indicatorPageTable),
  rowsOf(statementDayTable),
]);
