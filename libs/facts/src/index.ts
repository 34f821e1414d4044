export type {
  AnyFact,
  FactData,
  FactMetadata,
  NewFact,
  Position,
  SequencedFact,
  StoredFact,
} from './stored-fact.js';
export type { BorrowerData, Classification, Guarantee, Product, Tag } from './loan-terms.js';
export type { Names, PathKind } from './stored-values.js';
export type {
  FirstTimeClaimed,
  LoanCancelled,
  LoanExtended,
  LoanFact,
  LoanIssued,
  LoanOpened,
  LoanReclassified,
  LoanRenewed,
  LoanRepaid,
  LoanWrittenOff,
} from './loan-facts.js';
export type {
  AllocationGranted,
  BailoutDisbursed,
  BailoutFact,
  BailoutKind,
  BailoutProgrammeAmended,
  BailoutProgrammeDefined,
  BailoutProgrammeFact,
  BailoutReturned,
} from './bailout-facts.js';
export {
  type CalendarFact,
  type CalendarSet,
  type Comparator,
  type FilterExpression,
  filterExpressionOf,
  type MeasureAmended,
  type MeasureData,
  type MeasureDefined,
  type MeasureFact,
  type MeasureSource,
  type Operation,
  operations,
  type ProgrammeAmended,
  type ProgrammeData,
  type ProgrammeDefined,
  type ProgrammeFact,
  type TargetAmended,
  type TargetData,
  type TargetPeriod,
  type TargetSet,
  type Unit,
  unitsOf,
} from './programme-facts.js';
export type {
  ArbitrationFact,
  BorrowerFact,
  FirstTimeContestDecided,
  FirstTimeDenied,
  FirstTimeReason,
  FirstTimeRecognised,
  FirstTimeRevoked,
  FirstTimeSuperseded,
} from './borrower-facts.js';
export type { ChangeFact, FactCorrected, FactReversed, Replacement } from './change-facts.js';
export type { IndicatorFact, IndicatorReported } from './indicator-facts.js';
export type {
  InstitutionAmended,
  InstitutionData,
  InstitutionFact,
  InstitutionKind,
  InstitutionRegistered,
  InstitutionReinstated,
  InstitutionSuspended,
} from './institution-facts.js';
export type { ForecastRecorded } from './forecast-facts.js';
export type { UsccAccepted } from './uscc-facts.js';
export type { ProjectionSwitched } from './operations-facts.js';
export type { KeyFact, KeyIssued, KeyRevoked, Role } from './key-facts.js';
export type { SubmissionCompleted, SubmissionFact, SubmissionReceived } from './submission-facts.js';
export {
  bailoutProgrammeStream,
  bailoutStream,
  borrowerStream,
  calendarStream,
  forecastStream,
  indicatorStream,
  institutionStream,
  keyStream,
  loanStream,
  measureStream,
  operationsStream,
  programmeStream,
  submissionStream,
  usccStream,
  isStreamName,
  looksLikeStreamName,
  type StreamKind,
  streams,
} from './streams.js';
export type { Bearing, FactValue, Subject } from './fact-value.js';
export {
  type FactOfKind,
  type FactType,
  factValueOf,
  factValues,
  type KnownFact,
  typesOfKinds,
  typesThat,
  type TypesThat,
} from './fact-values.js';
export {
  amountOf,
  changeOf,
  dataAbout,
  factAbout,
  factBearing,
  factIn,
  factsOf,
  factViolations,
  reportedAs,
  type ReportedContent,
  reportSubject,
} from './known-facts.js';
