import { describe, expect, it } from '@jest/globals';
import type { Indicator } from '#contract';
import type { SequencedFact } from '#facts';
import { bankA, indicator, insurer, reported } from './testing/reported-facts.js';
import { indicatorPage } from './reporting-pages.js';
import { indicatorPageTable } from './reporting-book.projection.js';

const folded = (...facts: readonly SequencedFact[]): Indicator | undefined =>
  facts.reduce<Indicator | undefined>(indicatorPage, undefined);

describe('the page of an indicator', () => {
  it('reported', () => {
    expect(folded(indicator(3, '2024-06-30', '5.00', { scope: 'Pudong branch' }))).toEqual({
      institution: insurer,
      indicator: 'pension-premium',
      scope: 'Pudong branch',
      asAt: '2024-06-30',
      value: '5.00',
      unit: 'CNY',
      effectiveDate: '2024-06-30',
      seq: 3,
    });
  });

  it('reported again for the same day: the later report stands', () => {
    const page = folded(indicator(3, '2024-06-30', '5.00'), indicator(4, '2024-06-30', '4.00'));
    expect(page).toMatchObject({ value: '4.00', scope: null, seq: 4 });
  });

  it('has a row for each day and scope; the whole is a scope of its own', () => {
    const keys = [
      indicator(1, '2024-06-30', '5.00'),
      indicator(2, '2024-05-31', '5.00'),
      indicator(3, '2024-06-30', '5.00', { scope: 'a b' }),
    ].map(indicatorPageTable.keysOf);
    expect(keys).toEqual([
      [[insurer, 'pension-premium', '2024-06-30', '']],
      [[insurer, 'pension-premium', '2024-05-31', '']],
      [[insurer, 'pension-premium', '2024-06-30', 'a b']],
    ]);
  });

  it('is untouched by other facts, and stops at a type it does not know', () => {
    expect(folded(reported(1, `loan-${bankA}-L1`, 'LoanRepaid', '2024-06-30', {}))).toBeUndefined();
    const unknownType = { ...indicator(1, '2024-06-30', '5.00'), type: 'FactMoved' };
    expect(() => folded(unknownType)).toThrow('not known');
  });
});
