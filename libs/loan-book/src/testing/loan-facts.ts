import type { ArbitrationFact, BorrowerData, FactCorrected, LoanFact, NewFact, SequencedFact } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import { asWritten, borrower, metadataOf } from '#testing';

// Facts of loans for specs.

type Data<Type extends LoanFact['type']> = Omit<Extract<LoanFact, { type: Type }>['data'], 'loanId'>;

const metadata: NewFact['metadata'] = metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' });

let facts = 0;

const fact = (type: string, effectiveDate: string, data: object): NewFact => ({
  eventId: `00000000-0000-7000-8000-${String((facts += 1)).padStart(12, '0')}`,
  type,
  effectiveDate: asWritten(effectiveDate),
  institution: null,
  data,
  metadata,
});

export const opened = (on: string, more: Partial<Data<'LoanOpened'>> = {}): NewFact =>
  fact('LoanOpened', on, {
    borrower: borrower(),
    outstandingPrincipal: '800.00',
    startDate: '2021-05-01',
    legStartDate: '2023-05-01',
    maturityDate: '2024-05-01',
    product: 'WORKING_CAPITAL',
    guarantee: 'MORTGAGE',
    classification: 'SPECIAL_MENTION',
    renewalCount: 2,
    tags: ['INCLUSIVE'],
    ...more,
  });

export const issued = (on: string, more: Partial<Data<'LoanIssued'>> = {}): NewFact =>
  fact('LoanIssued', on, {
    borrower: borrower(),
    principal: '1000.00',
    maturityDate: '2025-01-10',
    product: 'WORKING_CAPITAL',
    rateBp: 345,
    guarantee: 'CREDIT',
    tags: ['INCLUSIVE', 'TECHNOLOGY'],
    ...more,
  });

export const renewed = (on: string, more: Partial<Data<'LoanRenewed'>> = {}): NewFact =>
  fact('LoanRenewed', on, {
    renewalNo: 1,
    renewedAmount: '900.00',
    topUpAmount: '0.00',
    signedDate: on,
    newMaturityDate: '2026-01-10',
    classification: 'NORMAL',
    mode: 'NEW_CONTRACT',
    ...more,
  });

export const extended = (on: string, newMaturityDate: string): NewFact =>
  fact('LoanExtended', on, { newMaturityDate });

export const repaid = (on: string, amount: string): NewFact => fact('LoanRepaid', on, { amount });

export const writtenOff = (on: string, amount: string): NewFact => fact('LoanWrittenOff', on, { amount });

export const reclassified = (
  on: string,
  classification: Data<'LoanReclassified'>['classification'],
): NewFact =>
  fact('LoanReclassified', on, { classification, overduePrincipal: '1.00', overdueInterest: '0.00' });

export const cancelled = (on: string): NewFact => fact('LoanCancelled', on, { reason: 'never drawn' });

export const claimed = (on: string, by: BorrowerData = borrower()): NewFact =>
  fact('FirstTimeClaimed', on, { borrower: by, enquiryDate: on, enquirySerialHash: '0'.repeat(64) });

/** What the arbiter says of a claim, in its borrower's stream. */
export const settled = (
  type: ArbitrationFact['type'],
  institution: InstitutionCode,
  loanId: LoanId,
  more: Partial<ArbitrationFact['data']> = {},
): NewFact => ({
  ...fact(type, '2024-01-10', {
    borrowerKey: borrower().id,
    loanId,
    reason: null,
    earlierDate: null,
    held: false,
    causedBy: 1,
    ...more,
  }),
  institution,
});

export const contestDecided = (institution: InstitutionCode, loanId: LoanId): NewFact => ({
  ...fact('FirstTimeContestDecided', '2024-01-10', {
    borrowerKey: borrower().id,
    institution,
    loanId,
    reason: 'The drawdown slip says so.',
  }),
  institution,
});

const dataOfLoan = (loanId: LoanId, { type, data }: NewFact): object => {
  if (type === 'FactReversed') return data;
  if (type !== 'FactCorrected') return { loanId, ...data };
  return { ...data, replacement: { loanId, ...(data as FactCorrected['data']).replacement } };
};

/** The facts as those of one loan. */
export const ofLoan = (
  institution: InstitutionCode,
  loanId: LoanId,
  given: readonly NewFact[],
): readonly NewFact[] => given.map((each) => ({ ...each, institution, data: dataOfLoan(loanId, each) }));

/** As the log hands over a stream that stands alone in it, from seq 11 on. */
export const sequenced = (stream: string, given: readonly NewFact[]): readonly SequencedFact[] =>
  given.map((each, revision) => ({
    ...each,
    stream,
    revision,
    seq: 11 + revision,
    recordedAt: metadata.stampedAt,
  }));
