export { parseReport } from './parse-report.js';
export { hasMoreParts } from './size-of-value.js';
export { violationsOf } from './violations.js';
export { dataSchemas, fullType, type ReportType, reportTypeOf, reportTypes } from './report-types.js';
export { reportJsonSchema } from './report-json-schema.js';
export { envelopeSchema, unreadable } from './envelope.js';
export { businessDateText, identifierText, moneyText, optionalMember, text } from './values.js';
export type { Report } from './report.js';
export type {
  FirstTimeFlaggedReport,
  LoanCancelledReport,
  LoanExtendedReport,
  LoanIssuedReport,
  LoanOpenedReport,
  LoanReclassifiedReport,
  LoanRenewedReport,
  LoanRepaidReport,
  LoanWrittenOffReport,
} from './loan-reports.js';
export type { IndicatorReportedReport } from './indicator-reports.js';
export type { BailoutDisbursedReport, BailoutReturnedReport } from './bailout-reports.js';
