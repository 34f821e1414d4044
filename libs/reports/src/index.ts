export { hasMoreParts, parseReport, reportDigest } from './parse-report.js';
export { cellBeyond, violationsOf } from './violations.js';
export {
  type ChangeType,
  dataSchemas,
  fullType,
  isChange,
  publishedData,
  type Report,
  reportJsonSchema,
  type ReportType,
  reportTypeOf,
  reportTypes,
  type StepType,
} from './report-types.js';
export { envelopeSchema, unreadable } from './envelope.js';
export {
  businessDateText,
  institutionText,
  loanIdText,
  measureCodeText,
  moneyText,
  optionalMember,
  bailoutProgrammeCodeText,
  calendarCodeText,
  programmeCodeText,
  targetCodeText,
  text,
} from './values.js';
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
