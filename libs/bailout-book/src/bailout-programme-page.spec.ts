import { describe, expect, it } from '@jest/globals';
import { asWritten, bankA, bankB } from '#testing';
import { amended, defined, disbursed, granted, type Planted, sequenced } from './testing/bailout-facts.js';
import { type BailoutProgrammePage, bailoutProgrammePage } from './bailout-pages.js';

const folded = (...given: readonly Planted[]): BailoutProgrammePage | undefined =>
  sequenced(given).reduce<BailoutProgrammePage | undefined>(bailoutProgrammePage, undefined);

describe('the page of a bailout programme', () => {
  it('defined', () => {
    expect(folded(defined('B24', { cap: '1000.00' }))).toEqual({
      code: 'B24',
      name: { zh: '纾困', en: 'Relief' },
      from: '2024-01-01',
      to: '2024-12-31',
      cap: '1000.00',
      granted: '0.00',
      seq: 11,
    });
  });

  it('amended keeps what was granted', () => {
    expect(
      folded(
        defined('B24', { cap: '1000.00' }),
        granted(bankA, '300.00'),
        granted(bankB, '200.50'),
        amended('B24', { cap: '2000.00', to: asWritten('2025-06-30') }),
      ),
    ).toMatchObject({ cap: '2000.00', to: '2025-06-30', granted: '500.50', seq: 14 });
  });

  it('is untouched by disbursements', () => {
    expect(folded(defined('B24'), disbursed(bankA, 'D1'))).toMatchObject({ granted: '0.00', seq: 11 });
  });

  it('cannot apply a grant under nothing', () => {
    expect(() => folded(granted(bankA, '1.00'))).toThrow('builds on nothing');
  });
});
