import type { BorrowerData, StoredFact } from '#facts';
import type {
  LoanCancelledReport,
  LoanIssuedReport,
  LoanOpenedReport,
  LoanRenewedReport,
  LoanRepaidReport,
} from '#reports';
import { factOf } from '#testing';

// The loan L1 of the specs, drawn on 2024-01-10, due on 2024-12-20; each report alone breaks no rule.

export const borrower: BorrowerData = {
  idType: 'USCC',
  id: '91310000132260250X',
  kind: 'ENTERPRISE',
  size: 'SMALL',
  district: '310115',
  industry: 'C13',
};

export const opening = (changes: Partial<LoanOpenedReport> = {}): LoanOpenedReport => ({
  effectiveDate: '2024-01-01',
  borrower,
  outstandingPrincipal: '800000.00',
  startDate: '2022-05-10',
  legStartDate: '2023-05-10',
  maturityDate: '2024-05-09',
  product: 'WORKING_CAPITAL',
  guarantee: 'CREDIT',
  classification: 'NORMAL',
  renewalCount: 1,
  tags: [],
  ...changes,
});

export const issue = (changes: Partial<LoanIssuedReport> = {}): LoanIssuedReport => ({
  effectiveDate: '2024-01-10',
  borrower,
  principal: '1000000.00',
  maturityDate: '2024-12-20',
  product: 'WORKING_CAPITAL',
  rateBp: 380,
  guarantee: 'CREDIT',
  tags: [],
  ...changes,
});

export const renewal = (changes: Partial<LoanRenewedReport> = {}): LoanRenewedReport => ({
  effectiveDate: '2024-12-01',
  renewalNo: 1,
  renewedAmount: '1000000.00',
  topUpAmount: '0.00',
  signedDate: '2024-12-01',
  newMaturityDate: '2025-12-19',
  classification: 'NORMAL',
  mode: 'NEW_CONTRACT',
  ...changes,
});

export const repayment = (changes: Partial<LoanRepaidReport> = {}): LoanRepaidReport => ({
  effectiveDate: '2024-06-03',
  amount: '250000.00',
  ...changes,
});

export const cancellation = (changes: Partial<LoanCancelledReport> = {}): LoanCancelledReport => ({
  effectiveDate: '2024-01-11',
  reason: 'drawdown failed',
  ...changes,
});

const recorded = (type: string, { effectiveDate, ...data }: { readonly effectiveDate: string }): StoredFact =>
  factOf(type, { loanId: 'L1', ...data }, { effectiveDate });

export const opened = (changes: Partial<LoanOpenedReport> = {}): StoredFact =>
  recorded('LoanOpened', opening(changes));
export const issued = (changes: Partial<LoanIssuedReport> = {}): StoredFact =>
  recorded('LoanIssued', issue(changes));
export const renewed = (changes: Partial<LoanRenewedReport> = {}): StoredFact =>
  recorded('LoanRenewed', renewal(changes));
export const repaid = (changes: Partial<LoanRepaidReport> = {}): StoredFact =>
  recorded('LoanRepaid', repayment(changes));
export const cancelled = (): StoredFact => recorded('LoanCancelled', cancellation());

// Not reported yet, but stored one day.

export const extended = (effectiveDate: string, newMaturityDate: string): StoredFact =>
  factOf('LoanExtended', { loanId: 'L1', newMaturityDate }, { effectiveDate });
export const writtenOff = (amount: string): StoredFact =>
  factOf('LoanWrittenOff', { loanId: 'L1', amount }, { effectiveDate: '2024-06-03' });
export const claimed = (): StoredFact =>
  factOf(
    'FirstTimeClaimed',
    { loanId: 'L1', borrower, enquiryDate: '2024-01-09', enquirySerialHash: 'a'.repeat(64) },
    { effectiveDate: '2024-01-10' },
  );
export const reclassified = (
  effectiveDate: string,
  {
    classification = 'NORMAL',
    overduePrincipal = '0.00',
    overdueInterest = '0.00',
  }: { classification?: string; overduePrincipal?: string; overdueInterest?: string } = {},
): StoredFact =>
  factOf(
    'LoanReclassified',
    { loanId: 'L1', classification, overduePrincipal, overdueInterest },
    { effectiveDate },
  );
