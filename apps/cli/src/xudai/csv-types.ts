import { type ReportType, reportTypes } from '#reports';

/** Types of CSV files: what a correction holds is a whole report, and has no columns. */
export const csvTypes: readonly ReportType[] = reportTypes.filter((type) => type !== 'event.corrected');
