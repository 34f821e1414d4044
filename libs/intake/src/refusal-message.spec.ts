import { describe, expect, it } from '@jest/globals';
import { violation } from './outcome.js';

describe('a broken rule as it is told', () => {
  it('is named by its title', () => {
    expect(violation({ rule: 'RNW-R01', pointer: '/subject' })).toEqual({
      rule: 'RNW-R01',
      pointer: '/subject',
      message: 'The loan to renew is not active',
      detail: 'The loan to renew is not active',
    });
  });

  it('tells the figures behind it in the detail, and no value in the message', () => {
    const because = { amount: '5.00', outstanding: '4.00' };
    expect(violation({ rule: 'REP-R01', pointer: '/data/amount', because })).toMatchObject({
      message: 'Repayment above the outstanding principal',
      detail: 'Repayment above the outstanding principal (amount 5.00, outstanding 4.00)',
    });
  });
});
