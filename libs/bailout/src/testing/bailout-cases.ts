import type { BorrowerData, StoredFact } from '#facts';
import { asInstitutionCode, asLoanId } from '#identifiers';
import { type KnownLoan, loanRequest } from '#loans';
import type { BailoutDisbursedReport, BailoutReturnedReport } from '#reports';
import { type AsWritten, asWritten, factOf } from '#testing';
import type { BailoutProgrammeBody } from '../bailout-programme.js';

// The programme RELIEF of 2024, and the disbursement D1 under it; each report alone breaks no rule.

export const bank = asInstitutionCode('C1010211000012');

export const borrower: BorrowerData = {
  idType: 'USCC',
  id: '91310000132260250X',
  kind: 'ENTERPRISE',
  size: 'SMALL',
  district: '310115',
  industry: 'C13',
};

export const disbursement = (
  changes: Partial<AsWritten<BailoutDisbursedReport>> = {},
): BailoutDisbursedReport =>
  asWritten({
    effectiveDate: '2024-03-01',
    programme: 'RELIEF',
    kind: 'RELIEF_LOAN',
    borrower,
    amount: '500.00',
    ...changes,
  });

export const comingBack = (changes: Partial<AsWritten<BailoutReturnedReport>> = {}): BailoutReturnedReport =>
  asWritten({
    effectiveDate: '2024-04-01',
    programme: 'RELIEF',
    amount: '200.00',
    ...changes,
  });

export const disbursed = (
  changes: Partial<AsWritten<BailoutDisbursedReport>> = {},
  disbursementId = 'D1',
): StoredFact => {
  const { effectiveDate, ...data } = disbursement(changes);
  return factOf('BailoutDisbursed', { disbursementId, ...data }, { effectiveDate });
};

export const returned = (
  amount: string,
  { disbursementId = 'D1', kind = 'RELIEF_LOAN' }: { disbursementId?: string; kind?: string } = {},
): StoredFact =>
  factOf(
    'BailoutReturned',
    { disbursementId, programme: 'RELIEF', kind, amount },
    { effectiveDate: '2024-04-01' },
  );

export const programmeBody = (changes: Partial<AsWritten<BailoutProgrammeBody>> = {}): BailoutProgrammeBody =>
  asWritten({
    name: { zh: '纾困', en: 'Relief' },
    from: '2024-01-01',
    to: '2024-12-31',
    ...changes,
  });

const definition = (
  type: string,
  { cap = null, ...changes }: { cap?: string | null; from?: string; to?: string },
) => factOf(type, { code: 'RELIEF', ...programmeBody(changes), cap });

export const defined = (changes: Parameters<typeof definition>[1] = {}): StoredFact =>
  definition('BailoutProgrammeDefined', changes);
export const amended = (changes: Parameters<typeof definition>[1] = {}): StoredFact =>
  definition('BailoutProgrammeAmended', changes);

export const granted = (
  amount: string,
  institution = bank,
  idempotencyKey = `${institution} ${amount}`,
): StoredFact => factOf('AllocationGranted', { programme: 'RELIEF', institution, amount, idempotencyKey });

export const loanOf = (who: BorrowerData, status: KnownLoan['status'] = 'ACTIVE'): KnownLoan => {
  const { initial, evolve } = loanRequest(bank, asLoanId('L1')).fold.evolution;
  const issued = {
    loanId: 'L1',
    borrower: who,
    principal: '1.00',
    maturityDate: '2024-12-20',
    product: 'WORKING_CAPITAL',
    rateBp: 380,
    guarantee: 'CREDIT',
    tags: [],
  };
  const loan = evolve(initial, factOf('LoanIssued', issued, { effectiveDate: '2024-01-10' }));
  return { ...(loan as KnownLoan), status };
};
