import type { BailoutFact, IndicatorFact, LoanFact } from '#facts';
import { knownFacts } from '#projections';

type ReportedFact = LoanFact | BailoutFact | IndicatorFact;
export type ReportedType = ReportedFact['type'];

/**
 * Every type of fact that a report becomes, and the member of its data that a statement adds up; null where there is no amount,
 * or none that adds up (an indicator's values are of different things). What was renewed and what came on top are different
 * business; the sum is of what was renewed.
 */
export const reportedAmounts: Readonly<Record<ReportedType, string | null>> = {
  LoanOpened: 'outstandingPrincipal',
  LoanIssued: 'principal',
  LoanRenewed: 'renewedAmount',
  LoanExtended: null,
  LoanRepaid: 'amount',
  LoanReclassified: null,
  LoanWrittenOff: 'amount',
  LoanCancelled: null,
  FirstTimeClaimed: null,
  BailoutDisbursed: 'amount',
  BailoutReturned: 'amount',
  IndicatorReported: null,
};

const ofReports = /^(loan|indicator|bailout(?!-programme))-/;

const all = Object.fromEntries(Object.keys(reportedAmounts).map((type) => [type, true])) as Record<
  ReportedType,
  true
>;

/** Facts that reports became, or undefined for what the registry records by itself. */
export const reportedFact = knownFacts<ReportedFact>((stream) => ofReports.test(stream), all);
