import { describe, expect, it } from '@jest/globals';
import type { Allocation, Disbursement } from '#contract';
import { type RuleTable, ruleTables, rulesAmong } from '#rules';
import {
  allocationAfter,
  allocationMovedBy,
  allocationPage,
  disbursementPage,
  disbursementPageBy,
} from './bailout-pages.js';
import { bankA } from '#testing';
import { disbursed, granted, type Planted, returned, sequenced } from './testing/bailout-facts.js';

// A version of the rules that there is only here: bridge loans no longer count, from a day on deferrals do.

const [first] = ruleTables;
const second: RuleTable = {
  ...first,
  version: 2,
  limits: [
    { ...first.limits[0], countingBailoutKinds: ['RELIEF_LOAN'] },
    { from: '2024-07-01', countingBailoutKinds: ['RELIEF_LOAN', 'DEFERRAL'] },
  ],
};
const both = rulesAmong([first, second]);

const bySecond = ({ stream, fact }: Planted, more: object = {}): Planted => ({
  stream,
  fact: {
    ...fact,
    data: { ...fact.data, ...more },
    metadata: { ...fact.metadata, ruleSetVersion: 2 },
  },
});

const allocation = (...given: readonly Planted[]): Allocation | undefined =>
  sequenced(given).reduce<Allocation | undefined>(
    (page, fact) => allocationAfter(page, allocationMovedBy(both)(fact)),
    undefined,
  );
const disbursement = (...given: readonly Planted[]): Disbursement | undefined =>
  sequenced(given).reduce<Disbursement | undefined>(disbursementPageBy(both), undefined);

describe('under another version of the rules', () => {
  it('rows of what was recorded before stay what they were', () => {
    const old = [granted(bankA, '500.00'), disbursed(bankA, 'D1'), returned(bankA, 'D1', '30.00')];
    const facts = sequenced(old);
    expect(allocation(...old)).toEqual(facts.reduce<Allocation | undefined>(allocationPage, undefined));
    expect(allocation(...old)).toMatchObject({ used: '70.00' });
    const [, ...moved] = old;
    expect(disbursement(...moved)).toEqual(
      sequenced(moved).reduce<Disbursement | undefined>(disbursementPage, undefined),
    );
  });

  it('what is recorded by it counts by it, on its effective date', () => {
    expect(disbursement(bySecond(disbursed(bankA, 'D1')))).toMatchObject({ counts: false });
    for (const [day, counts] of [
      ['2024-06-30', false],
      ['2024-07-01', true],
    ] as const) {
      const deferral = bySecond(disbursed(bankA, 'D1', { kind: 'DEFERRAL' }, day));
      expect(disbursement(deferral)).toMatchObject({ counts });
      expect(allocation(deferral)?.used).toBe(counts ? '100.00' : undefined);
    }
  });

  it('a return is taken back from where its disbursement counted', () => {
    const counted = disbursed(bankA, 'D1');
    const back = bySecond(returned(bankA, 'D1', '30.00'), { counts: true });
    expect(allocation(counted, back)).toMatchObject({ used: '70.00' });
    expect(disbursement(counted, back)).toMatchObject({ counts: true, net: '70.00' });
    const deferral = disbursed(bankA, 'D1', { kind: 'DEFERRAL' });
    const uncounted = bySecond(returned(bankA, 'D1', '30.00', { kind: 'DEFERRAL' }), { counts: false });
    expect(allocation(deferral, uncounted)).toBeUndefined();
  });
});
