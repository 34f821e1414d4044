import { loanStream } from '#facts';
import type { InstitutionCode, LoanId } from '#identifiers';
import type { Fold, FoldRequest } from '#recording';
import { type Loan, loan } from './loan.js';

const loanFold: Fold<Loan> = { kind: 'loan', evolution: loan };

/** The loan of this id at this institution, as its stream has it. */
export const loanRequest = (institution: InstitutionCode, loanId: LoanId): FoldRequest<Loan> => ({
  stream: loanStream(institution, loanId),
  fold: loanFold,
});
