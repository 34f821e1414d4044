import { describe, expect, it } from '@jest/globals';
import { refusalMessage } from './refusal-message.js';

describe('the message of a refusal', () => {
  it('is the rule’s title, and the figures behind it', () => {
    expect(refusalMessage({ rule: 'RNW-R01', because: {} })).toBe('The loan to renew is not active');
    expect(refusalMessage({ rule: 'REP-R01', because: { amount: '5.00', outstanding: '4.00' } })).toBe(
      'Repayment above the outstanding principal (amount 5.00, outstanding 4.00)',
    );
  });
});
