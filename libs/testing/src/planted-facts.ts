import { asInstitutionCode } from '#identifiers';
import { asWritten } from './as-written.js';
import type { BorrowerData, SequencedFact } from '#facts';
import { metadataOf } from './fact-of.js';

// Facts as a log would hand them over, for specs.

export const bankA = asInstitutionCode('C1010211000012');
export const bankB = asInstitutionCode('C1010311000014');

export const borrower = (more: Partial<BorrowerData> = {}): BorrowerData => ({
  idType: 'USCC',
  id: '91310000132260250X',
  kind: 'ENTERPRISE',
  size: 'SMALL',
  district: '310115',
  industry: 'C39',
  ...more,
});

export interface Planted {
  readonly type: string;
  readonly stream: string;
  readonly data: object;
  readonly on?: string | null;
  readonly institution?: string | null;
}

/** In the order given, from seq `first` on. */
export const planted = (facts: readonly Planted[], first = 1): readonly SequencedFact[] =>
  asWritten(
    facts.map(({ type, stream, data, on = null, institution = null }, index) => ({
      seq: first + index,
      stream,
      revision: index,
      eventId: `00000000-0000-7000-8000-${String(first + index).padStart(12, '0')}`,
      type,
      effectiveDate: on,
      institution,
      data,
      recordedAt: '2024-06-30T00:00:00.000Z',
      metadata: metadataOf({ stampedAt: '2024-06-30T00:00:00.000Z' }),
    })),
  );

type LoanFact = (on: string, more?: object) => Planted;

/** One loan's facts. */
export const loanOf = (institution: string, loanId: string) => {
  const fact =
    (type: string, always: object = {}): LoanFact =>
    (on, more = {}) => ({
      type,
      stream: `loan-${institution}-${loanId}`,
      institution,
      on,
      data: { loanId, ...always, ...more },
    });
  const terms = { borrower: borrower(), product: 'WORKING_CAPITAL', guarantee: 'CREDIT', tags: [] };
  return {
    opened: fact('LoanOpened', { ...terms, outstandingPrincipal: '1000000.00' }),
    issued: fact('LoanIssued', { ...terms, principal: '1000000.00', rateBp: 380 }),
    renewed: fact('LoanRenewed', { renewedAmount: '800000.00', topUpAmount: '0.00' }),
    repaid: fact('LoanRepaid', { amount: '100000.00' }),
    writtenOff: fact('LoanWrittenOff', { amount: '50000.00' }),
    extended: fact('LoanExtended', { newMaturityDate: '2025-06-30' }),
    reclassified: fact('LoanReclassified', {
      classification: 'SPECIAL_MENTION',
      overduePrincipal: '0.00',
      overdueInterest: '0.00',
    }),
    claimed: fact('FirstTimeClaimed', {
      borrower: borrower(),
      enquiryDate: '2024-01-02',
      enquirySerialHash: '0'.repeat(64),
    }),
    cancelled: fact('LoanCancelled', { reason: 'entered in error' }),
  };
};

/** One disbursement's facts. */
export const disbursementOf = (institution: string, programme: string, disbursementId: string) => {
  const fact =
    (type: string, always: object = {}): LoanFact =>
    (on, more = {}) => ({
      type,
      stream: `bailout-${institution}-${programme}`,
      institution,
      on,
      data: { programme, disbursementId, kind: 'RELIEF_LOAN', ...always, ...more },
    });
  return {
    disbursed: fact('BailoutDisbursed', { borrower: borrower(), amount: '500000.00' }),
    returned: fact('BailoutReturned', { amount: '200000.00' }),
  };
};

/** What the arbiter settled about one claim. */
export const claimOf = (institution: string, loanId: string, borrowerKey = borrower().id) => {
  const fact =
    (type: string, always: object): LoanFact =>
    (on, more = {}) => ({
      type,
      stream: `borrower-${borrowerKey}`,
      institution,
      on,
      data: { borrowerKey, loanId, earlierDate: null, held: false, causedBy: 1, ...always, ...more },
    });
  return {
    recognised: fact('FirstTimeRecognised', { reason: null }),
    superseded: fact('FirstTimeSuperseded', { reason: 'EARLIER_CLAIM' }),
    denied: fact('FirstTimeDenied', { reason: 'PRIOR_LOAN' }),
    revoked: fact('FirstTimeRevoked', { reason: 'LOAN_WITHDRAWN' }),
    decided: fact('FirstTimeContestDecided', { institution, reason: 'seen the papers' }),
  };
};

/** What an institution reported of itself. */
export const reported = (
  institution: string,
  indicator: string,
  asAt: string,
  value: string,
  more: { readonly unit?: 'CNY' | 'COUNT'; readonly scope?: string; readonly on?: string } = {},
): Planted => {
  const { on = asAt, unit = 'CNY', ...scoped } = more;
  return {
    type: 'IndicatorReported',
    stream: `indicator-${institution}-${indicator}`,
    institution,
    on,
    data: { indicator, value, unit, asAt, ...scoped },
  };
};
