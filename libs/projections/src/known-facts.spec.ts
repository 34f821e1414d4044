import { describe, expect, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { effectiveDay, knownFacts, standing } from './known-facts.js';
import { addYuan, subtractYuan } from './page-money.js';
import { counted } from './testing/counter.js';

const recognised = knownFacts<StoredFact<'Counted'>>((stream) => stream.startsWith('counter-'), {
  Counted: true,
});

describe('facts', () => {
  it('of other streams are passed over, of other types in its own are not', () => {
    const fact = counted(1, 'a');
    expect(recognised(fact)).toBe(fact);
    expect(recognised({ ...fact, stream: 'loan-1', type: 'LoanRepaid' })).toBeUndefined();
    expect(() => recognised({ ...fact, type: 'Uncounted' })).toThrow('Uncounted is not known');
    expect(() => recognised({ ...fact, type: 'toString' })).toThrow('toString is not known');
  });

  it('need what they build on', () => {
    expect(standing({ count: 1 }, counted(1, 'a'))).toEqual({ count: 1 });
    expect(() => standing(undefined, counted(1, 'a'))).toThrow('Counted in counter-a builds on nothing');
    expect(effectiveDay({ ...counted(1, 'a'), effectiveDate: '2024-01-01' })).toBe('2024-01-01');
    expect(() => effectiveDay(counted(1, 'a'))).toThrow('no effective date');
  });
});

describe('money of pages', () => {
  it.each([
    ['0.00', '0.01', '0.01', '-0.01'],
    ['1000.00', '0.01', '1000.01', '999.99'],
    ['-5.00', '1.50', '-3.50', '-6.50'],
    ['1999999999999999.98', '999999999999999.99', '2999999999999999.97', '999999999999999.99'],
  ])('%s and %s', (one, other, sum, difference) => {
    expect([addYuan(one, other), subtractYuan(one, other)]).toEqual([sum, difference]);
  });
});
