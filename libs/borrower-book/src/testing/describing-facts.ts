import type { BorrowerData, SequencedFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { asWritten, metadataOf } from '#testing';

// Facts that describe borrowers, for specs; only what this book and those beside it look at differs.

const fact = (
  seq: number,
  stream: string,
  type: string,
  institution: InstitutionCode,
  data: object,
): SequencedFact => ({
  seq,
  stream,
  revision: seq,
  eventId: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  type,
  effectiveDate: asWritten('2024-01-10'),
  institution,
  recordedAt: '2024-06-30T00:00:00.000Z',
  data,
  metadata: metadataOf({ reportId: `R${seq}`, stampedAt: '2024-06-30T00:00:00.000Z' }),
});

export const issued = (
  seq: number,
  institution: InstitutionCode,
  loanId: string,
  by: BorrowerData,
): SequencedFact =>
  fact(seq, `loan-${institution}-${loanId}`, 'LoanIssued', institution, {
    loanId,
    borrower: by,
    principal: '1000.00',
    maturityDate: '2025-01-10',
    product: 'WORKING_CAPITAL',
    rateBp: 345,
    guarantee: 'CREDIT',
    tags: [],
  });

export const repaid = (seq: number, institution: InstitutionCode, loanId: string): SequencedFact =>
  fact(seq, `loan-${institution}-${loanId}`, 'LoanRepaid', institution, { loanId, amount: '1.00' });

export const claimed = (
  seq: number,
  institution: InstitutionCode,
  loanId: string,
  by: BorrowerData,
): SequencedFact =>
  fact(seq, `loan-${institution}-${loanId}`, 'FirstTimeClaimed', institution, {
    loanId,
    borrower: by,
    enquiryDate: '2024-01-10',
    enquirySerialHash: '0'.repeat(64),
  });

export const disbursed = (seq: number, institution: InstitutionCode, by: BorrowerData): SequencedFact =>
  fact(seq, `bailout-${institution}-B24`, 'BailoutDisbursed', institution, {
    disbursementId: `D${seq}`,
    programme: 'B24',
    kind: 'BRIDGE',
    borrower: by,
    amount: '100.00',
  });
