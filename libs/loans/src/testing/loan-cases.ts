import type { BorrowerData, StoredFact } from '#facts';
import type {
  FirstTimeFlaggedReport,
  LoanCancelledReport,
  LoanExtendedReport,
  LoanIssuedReport,
  LoanOpenedReport,
  LoanReclassifiedReport,
  LoanRenewedReport,
  LoanRepaidReport,
  LoanWrittenOffReport,
} from '#reports';
import { type AsWritten, asWritten, factOf } from '#testing';

// The loan L1 of the specs, drawn on 2024-01-10, due on 2024-12-20; each report alone breaks no rule.

export const borrower: BorrowerData = {
  idType: 'USCC',
  id: '91310000132260250X',
  kind: 'ENTERPRISE',
  size: 'SMALL',
  district: '310115',
  industry: 'C13',
};

export const opening = (changes: Partial<AsWritten<LoanOpenedReport>> = {}): LoanOpenedReport =>
  asWritten({
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

export const issue = (changes: Partial<AsWritten<LoanIssuedReport>> = {}): LoanIssuedReport =>
  asWritten({
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

export const renewal = (changes: Partial<AsWritten<LoanRenewedReport>> = {}): LoanRenewedReport =>
  asWritten({
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

export const repayment = (changes: Partial<AsWritten<LoanRepaidReport>> = {}): LoanRepaidReport =>
  asWritten({
    effectiveDate: '2024-06-03',
    amount: '250000.00',
    ...changes,
  });

export const cancellation = (changes: Partial<AsWritten<LoanCancelledReport>> = {}): LoanCancelledReport =>
  asWritten({
    effectiveDate: '2024-01-11',
    reason: 'drawdown failed',
    ...changes,
  });

const recorded = (type: string, { effectiveDate, ...data }: { readonly effectiveDate: string }): StoredFact =>
  factOf(type, { loanId: 'L1', ...data }, { effectiveDate });

export const opened = (changes: Partial<AsWritten<LoanOpenedReport>> = {}): StoredFact =>
  recorded('LoanOpened', opening(changes));
export const issued = (changes: Partial<AsWritten<LoanIssuedReport>> = {}): StoredFact =>
  recorded('LoanIssued', issue(changes));
export const renewed = (changes: Partial<AsWritten<LoanRenewedReport>> = {}): StoredFact =>
  recorded('LoanRenewed', renewal(changes));
export const repaid = (changes: Partial<AsWritten<LoanRepaidReport>> = {}): StoredFact =>
  recorded('LoanRepaid', repayment(changes));
export const cancelled = (): StoredFact => recorded('LoanCancelled', cancellation());

export const extension = (changes: Partial<AsWritten<LoanExtendedReport>> = {}): LoanExtendedReport =>
  asWritten({
    effectiveDate: '2024-12-10',
    newMaturityDate: '2025-03-20',
    ...changes,
  });

export const reclassification = (
  changes: Partial<AsWritten<LoanReclassifiedReport>> = {},
): LoanReclassifiedReport =>
  asWritten({
    effectiveDate: '2024-07-01',
    classification: 'NORMAL',
    overduePrincipal: '0.00',
    overdueInterest: '0.00',
    ...changes,
  });

export const writeOff = (changes: Partial<AsWritten<LoanWrittenOffReport>> = {}): LoanWrittenOffReport =>
  asWritten({
    effectiveDate: '2024-06-03',
    amount: '300000.00',
    ...changes,
  });

export const claim = (changes: Partial<AsWritten<FirstTimeFlaggedReport>> = {}): FirstTimeFlaggedReport =>
  asWritten({
    effectiveDate: '2024-01-15',
    borrower,
    enquiryDate: '2024-01-09',
    enquirySerialHash: 'a'.repeat(64),
    ...changes,
  });

export const extended = (effectiveDate: string, newMaturityDate: string): StoredFact =>
  recorded('LoanExtended', extension({ effectiveDate, newMaturityDate }));
export const reclassified = (
  effectiveDate: string,
  changes: Partial<AsWritten<LoanReclassifiedReport>> = {},
): StoredFact => recorded('LoanReclassified', reclassification({ effectiveDate, ...changes }));
export const writtenOff = (amount: string): StoredFact => recorded('LoanWrittenOff', writeOff({ amount }));
export const claimed = (changes: Partial<AsWritten<FirstTimeFlaggedReport>> = {}): StoredFact =>
  recorded('FirstTimeClaimed', claim(changes));
