import { describe, expect, it } from '@jest/globals';
import type { Disbursement } from '#contract';
import { asLoanId } from '#identifiers';
import { bankA, borrower } from '#testing';
import { defined, disbursed, type Planted, returned, sequenced } from './testing/bailout-facts.js';
import { disbursementPage } from './bailout-pages.js';

const folded = (...given: readonly Planted[]): Disbursement | undefined =>
  sequenced(given).reduce<Disbursement | undefined>(disbursementPage, undefined);

describe('the page of a disbursement', () => {
  it('disbursed', () => {
    expect(folded(disbursed(bankA, 'D1', { loanId: asLoanId('L1') }))).toEqual({
      institution: bankA,
      programme: 'B24',
      disbursementId: 'D1',
      kind: 'BRIDGE',
      counts: true,
      borrower: borrower(),
      loanId: 'L1',
      effectiveDate: '2024-06-01',
      amount: '100.00',
      returned: '0.00',
      net: '100.00',
      seq: 11,
    });
  });

  it('returned in parts', () => {
    expect(
      folded(disbursed(bankA, 'D1'), returned(bankA, 'D1', '30.00'), returned(bankA, 'D1', '0.05')),
    ).toMatchObject({
      amount: '100.00',
      returned: '30.05',
      net: '69.95',
      effectiveDate: '2024-06-01',
      seq: 13,
      loanId: null,
    });
  });

  it.each([
    ['RELIEF_LOAN', true],
    ['JOB_STABILITY_LOAN', true],
    ['GUARANTEED_RELIEF', true],
    ['BRIDGE', true],
    ['RELENDING_FUNDED', true],
    ['DEFERRAL', false],
    ['FEE_INTEREST_RELIEF', false],
    ['EQUITY_BOND_RELIEF', false],
  ] as const)('of kind %s counts: %s', (kind, counts) => {
    expect(folded(disbursed(bankA, 'D1', { kind }))?.counts).toBe(counts);
  });

  it('cannot apply a return of nothing, nor a type it does not know', () => {
    const { stream, fact } = disbursed(bankA, 'D1');
    expect(() => folded(returned(bankA, 'D1', '1.00'))).toThrow('builds on nothing');
    expect(() => folded({ stream, fact: { ...fact, type: 'FactMoved' } })).toThrow('not known');
  });

  it('is untouched by facts of the programme', () => {
    expect(folded(defined('B24'))).toBeUndefined();
  });
});
