import { describe, expect, it } from '@jest/globals';
import type { StatementLine } from '#contract';
import type { SequencedFact } from '#facts';
import { bankA, indicator, insurer, reported } from './testing/reported-facts.js';
import { reportedAmounts, statementKeys, statementLine } from './reporting-pages.js';

const loan = (type: string, data: object, more: Partial<SequencedFact> = {}): SequencedFact => ({
  ...reported(1, `loan-${bankA}-L1`, type, '2024-06-28', data),
  ...more,
});

const folded = (...facts: readonly SequencedFact[]): StatementLine | undefined =>
  facts.reduce<StatementLine | undefined>(statementLine, undefined);

describe('the lines that a fact is in', () => {
  it('are of the Shanghai day it was recorded on, and of its effective date', () => {
    expect(statementKeys(loan('LoanRepaid', { amount: '1.00' }))).toEqual([
      [bankA, '2024-06-30', 'recorded', 'LoanRepaid'],
      [bankA, '2024-06-28', 'effective', 'LoanRepaid'],
    ]);
  });

  it.each([
    ['2024-06-29T15:59:59.999Z', '2024-06-29'],
    ['2024-06-29T16:00:00.000Z', '2024-06-30'],
  ])('recorded at %s is of %s', (recordedAt, day) => {
    expect(statementKeys(loan('LoanExtended', {}, { recordedAt }))[0]?.[1]).toBe(day);
  });

  it('are none for what the registry records by itself', () => {
    for (const stream of ['borrower-X', 'bailout-programme-B24', `institution-${bankA}`, 'key-abcd'])
      expect(statementKeys(loan('FirstTimeDenied', {}, { stream }))).toEqual([]);
  });

  it('are those of whoever reported', () => {
    expect(statementKeys(indicator(1, '2024-06-30', '5.00')).map(([institution]) => institution)).toEqual([
      insurer,
      insurer,
    ]);
    expect(() => statementKeys(loan('LoanRepaid', {}, { institution: null }))).toThrow('no institution');
  });

  it('stop at a type that is not known', () => {
    expect(() => statementKeys(loan('LoanForgotten', {}))).toThrow('LoanForgotten is not known');
  });
});

describe('a line of a statement', () => {
  it.each([
    ['LoanOpened', { outstandingPrincipal: '7.00' }],
    ['LoanIssued', { principal: '7.00' }],
    ['LoanRenewed', { renewedAmount: '7.00', topUpAmount: '100.00' }],
    ['LoanRepaid', { amount: '7.00' }],
    ['LoanWrittenOff', { amount: '7.00' }],
  ])('of %s adds up its amount', (type, data) => {
    expect(folded(loan(type, data), loan(type, data))).toEqual({ type, count: 2, sum: '14.00' });
  });

  it.each(['BailoutDisbursed', 'BailoutReturned'])('of %s adds up its amount', (type) => {
    const fact = loan(type, { amount: '0.01', kind: 'DEFERRAL' }, { stream: `bailout-${bankA}-B24` });
    expect(folded(fact)).toEqual({ type, count: 1, sum: '0.01' });
  });

  it.each([
    'LoanExtended',
    'LoanReclassified',
    'LoanCancelled',
    'FirstTimeClaimed',
    'FactCorrected',
    'FactReversed',
  ])('of %s only counts', (type) => {
    const data = { overduePrincipal: '5.00', amount: '5.00' };
    expect(folded(loan(type, data), loan(type, data))).toEqual({ type, count: 2, sum: null });
  });

  it('of indicators only counts: their values are of different things', () => {
    expect(folded(indicator(1, '2024-06-30', '5.00'))).toEqual({
      type: 'IndicatorReported',
      count: 1,
      sum: null,
    });
  });

  it('adds up beyond what one report may carry', () => {
    const most = loan('LoanIssued', { principal: '999999999999999.99' });
    expect(folded(most, most)?.sum).toBe('1999999999999999.98');
  });

  it('cannot add up an amount that is missing', () => {
    expect(() => folded(loan('LoanRepaid', {}))).toThrow('has no amount');
  });

  it('is there for every type that a report becomes', () => {
    expect(Object.keys(reportedAmounts)).toHaveLength(14);
  });
});
