export { hasMoreParts, parseReport, reportDigest } from './parse-report.js';
export { cellBeyond, violationsOf } from './violations.js';
export {
  type ChangeType,
  dataSchemas,
  envelopeSchema,
  fullType,
  isChange,
  publishedData,
  type Report,
  reportJsonSchema,
  type ReportType,
  reportTypeOf,
  reportTypes,
  type StepType,
  unreadable,
} from './report-types.js';
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
  BailoutDisbursedReport,
  BailoutReturnedReport,
  FirstTimeFlaggedReport,
  IndicatorReportedReport,
  LoanCancelledReport,
  LoanExtendedReport,
  LoanIssuedReport,
  LoanOpenedReport,
  LoanReclassifiedReport,
  LoanRenewedReport,
  LoanRepaidReport,
  LoanWrittenOffReport,
} from './report-data.js';
