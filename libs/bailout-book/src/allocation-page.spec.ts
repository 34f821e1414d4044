import { describe, expect, it } from '@jest/globals';
import type { Allocation } from '#contract';
import { bankA } from '#testing';
import { defined, disbursed, granted, type Planted, returned, sequenced } from './testing/bailout-facts.js';
import { allocationPage } from './bailout-pages.js';

const folded = (...given: readonly Planted[]): Allocation | undefined =>
  sequenced(given).reduce<Allocation | undefined>(allocationPage, undefined);

describe('the page of an allocation', () => {
  it.each<[string, readonly Planted[], Partial<Allocation> | undefined]>([
    ['granted', [granted(bankA, '500.00')], { granted: '500.00', used: '0.00', available: '500.00' }],
    [
      'granted twice',
      [granted(bankA, '500.00'), granted(bankA, '0.50')],
      { granted: '500.50', used: '0.00', available: '500.50' },
    ],
    [
      'used and given back in part',
      [
        granted(bankA, '500.00'),
        disbursed(bankA, 'D1'),
        disbursed(bankA, 'D2'),
        returned(bankA, 'D1', '30.00'),
      ],
      { granted: '500.00', used: '170.00', available: '330.00' },
    ],
    [
      'used where none is needed',
      [disbursed(bankA, 'D1')],
      { granted: '0.00', used: '100.00', available: '-100.00' },
    ],
    [
      'then granted all the same',
      [disbursed(bankA, 'D1'), granted(bankA, '99.99'), returned(bankA, 'D1', '0.01')],
      { granted: '99.99', used: '99.99', available: '0.00' },
    ],
    [
      'used beyond what one report may carry',
      [
        disbursed(bankA, 'D1', { amount: '999999999999999.99' }),
        disbursed(bankA, 'D2', { amount: '999999999999999.99' }),
        disbursed(bankA, 'D3'),
      ],
      { used: '2000000000000099.98', available: '-2000000000000099.98' },
    ],
    [
      'not used by a kind that does not count',
      [disbursed(bankA, 'D1', { kind: 'DEFERRAL' }), returned(bankA, 'D1', '1.00', { kind: 'DEFERRAL' })],
      undefined,
    ],
    ['not touched by the definition of the programme', [defined('B24')], undefined],
  ])('%s', (_, given, expected) => {
    const page = folded(...given);
    if (expected) expect(page).toMatchObject({ institution: bankA, programme: 'B24', ...expected });
    else expect(page).toBeUndefined();
  });
});
