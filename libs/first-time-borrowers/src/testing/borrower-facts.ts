import { borrowerStream, loanStream, type NewFact } from '#facts';
import { asInstitutionCode, asLoanId, type InstitutionCode } from '#identifiers';
import { asWritten, correctedTo, factOf, reversedAt } from '#testing';

// Facts of one borrower's loans at some banks, as intake records them.

export const borrowerKey = '91310000132260250X';
export const north = asInstitutionCode('C1010211000012');
export const south = asInstitutionCode('C1010311000013');
export const east = asInstitutionCode('C1010411000014');

/** A fact and the stream it belongs to. */
export interface Planted {
  readonly stream: string;
  readonly fact: NewFact;
}

interface LoanOf {
  readonly bank: InstitutionCode;
  readonly loanId?: string;
  readonly borrower?: string;
}

let made = 0;

const planted = (stream: string, type: string, data: object, more: Partial<NewFact>): Planted => {
  made += 1;
  const eventId = `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  const { stream: _stream, revision: _revision, ...fact } = factOf(type, data, { ...more, eventId });
  return { stream, fact };
};

const ofLoan = (
  { bank, loanId = 'L1' }: LoanOf,
  type: string,
  effectiveDate: string,
  data: object = {},
): Planted =>
  planted(
    loanStream(bank, asLoanId(loanId)),
    type,
    { loanId, ...data },
    { institution: bank, effectiveDate: asWritten(effectiveDate) },
  );

const borrowerOf = ({ borrower = borrowerKey }: LoanOf): object => ({
  idType: 'USCC',
  id: borrower,
  kind: 'ENTERPRISE',
  size: 'MICRO',
  district: '310115',
  industry: 'C13',
});

export const issued = (loan: LoanOf & { readonly on: string; readonly at?: string }): Planted =>
  ofLoan(loan, 'LoanIssued', loan.on, {
    borrower: borrowerOf(loan),
    principal: '1000000.00',
    maturityDate: '2025-12-20',
    product: 'WORKING_CAPITAL',
    rateBp: 380,
    guarantee: 'CREDIT',
    tags: [],
    ...(loan.at === undefined ? {} : { drawdownTime: loan.at }),
  });

export const opened = (loan: LoanOf & { readonly start: string }): Planted =>
  ofLoan(loan, 'LoanOpened', '2024-06-01', {
    borrower: borrowerOf(loan),
    outstandingPrincipal: '500000.00',
    startDate: loan.start,
    legStartDate: loan.start,
    maturityDate: '2025-12-20',
    product: 'WORKING_CAPITAL',
    guarantee: 'CREDIT',
    classification: 'NORMAL',
    renewalCount: 0,
    tags: [],
  });

export const repaid = (loan: LoanOf): Planted =>
  ofLoan(loan, 'LoanRepaid', '2024-06-20', { amount: '1000000.00' });

export const cancelled = (loan: LoanOf): Planted =>
  ofLoan(loan, 'LoanCancelled', '2024-06-20', { reason: 'never drawn' });

export const claimed = (loan: LoanOf): Planted =>
  ofLoan(loan, 'FirstTimeClaimed', '2024-06-20', {
    borrower: borrowerOf(loan),
    enquiryDate: '2024-01-02',
    enquirySerialHash: 'ab'.repeat(32),
  });

export const decided = (loan: LoanOf, reason = 'the bank showed its record'): Planted => {
  const { bank: institution, loanId = 'L1', borrower = borrowerKey } = loan;
  return planted(
    borrowerStream(borrower),
    'FirstTimeContestDecided',
    { borrowerKey: borrower, institution, loanId, reason },
    { institution },
  );
};

/** The fact at this revision of its stream is to stand as this one. */
export const corrected = (revision: number, { stream, fact }: Planted): Planted => ({
  stream,
  fact: { ...correctedTo(revision, fact), institution: fact.institution },
});

/** The fact at this revision of the loan is gone. */
export const reversed = (revision: number, { bank, loanId = 'L1' }: LoanOf): Planted => ({
  stream: loanStream(bank, asLoanId(loanId)),
  fact: { ...reversedAt(revision), institution: bank },
});
