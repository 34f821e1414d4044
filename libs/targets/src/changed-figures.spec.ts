import { describe, expect, it } from '@jest/globals';
import { bankA, bankB, borrower, claimOf, disbursementOf, loanOf, type Planted, reported } from '#testing';
import { progressBothWays } from './testing/both-ways.js';
import { correctionOf, plantedChanges, reversalOf } from './testing/changes.js';
import { definitionFacts, progressIn, targetFact } from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';

/* Figures follow corrections and reversals: one story, in every cut of batches, out of the tables and folded in memory. */

const figures = recordedFigures();

const period = { from: '2024-01-01', to: '2024-12-31' };
const count = { unit: 'COUNT' as const, threshold: '1', comparator: 'GTE' as const };
const targets = [
  targetFact({ code: 'renewed', measure: 'renewal-volume', period, threshold: '1000.00' }),
  targetFact({ code: 'first-time', measure: 'first-time-borrowers', period, ...count }),
  targetFact({ code: 'chain', measure: 'chain-borrowers', period, ...count, threshold: '2' }),
  targetFact({ code: 'balance', measure: 'loan-balance', period: { asAt: '2024-12-31' } }),
  targetFact({ code: 'bailout', measure: 'bailout-volume', period, threshold: '400.00' }),
  targetFact({ code: 'green', measure: 'green-loan-balance', period }),
];
const beginning = [...definitionFacts, ...targets];

/** Of each target; as known after so many facts of the story, or after all. */
const actuals = async (facts: readonly Planted[], after = facts.length, asOf = '2024-12-31') => {
  const all = plantedChanges([...beginning, ...facts]);
  const shown = await progressBothWays(figures.pool(), all, 'P24', asOf, beginning.length + after);
  return Object.fromEntries(shown.map(({ code, actual }) => [code, actual]));
};

const narrowed = async (district: string) => {
  const answer = await progressIn(figures.pool(), {
    programme: 'P24',
    effectiveAsOf: '2024-12-31',
    filters: { district: [district] },
  });
  return Object.fromEntries(answer?.targets.map(({ code, actual }) => [code, actual]) ?? []);
};

const told = (facts: readonly Planted[], size?: number) =>
  figures.recorded(plantedChanges([...beginning, ...facts]), size);

const loan = loanOf(bankA, 'L1');
const claim = claimOf(bankA, 'L1');
const disbursement = disbursementOf(bankA, 'B24', 'D1');
const seqOf = (place: number): number => beginning.length + place + 1;

const issued = loan.issued('2024-02-01', { principal: '900.00', tags: ['CHAIN'] });
const renewed = loan.renewed('2024-03-01', { renewedAmount: '700.00', topUpAmount: '5.00' });
const elsewhere = { borrower: borrower({ district: '310101' }), tags: [], product: 'TRADE' };

const story: readonly Planted[] = [
  issued,
  renewed,
  correctionOf(renewed, { renewedAmount: '1100.00' }, '2024-04-01'),
  loan.claimed('2024-04-02'),
  claim.recognised('2024-02-01', { causedBy: seqOf(3) }),
  correctionOf(issued, elsewhere),
  correctionOf(renewed, { renewedAmount: '600.00' }, '2025-01-02'),
];

describe('figures after corrections', () => {
  it.each([1, 2, 3, 4, 100])('count what stands, in batches of %s', async (size) => {
    await told(story, size);
    expect(await actuals(story, 2)).toMatchObject({ renewed: '700.00', chain: '1', balance: '905.00' });
    expect(await actuals(story, 3)).toMatchObject({ renewed: '1100.00', chain: '1', balance: '905.00' });
    expect(await actuals(story, 3, '2024-03-31')).toMatchObject({ renewed: '0.00', balance: '900.00' });
    expect(await actuals(story, 5)).toMatchObject({ renewed: '1100.00', 'first-time': '1' });
    expect(await actuals(story, 6)).toMatchObject({ renewed: '1100.00', chain: '0', 'first-time': '1' });
    expect(await actuals(story)).toMatchObject({ renewed: '0.00', balance: '900.00' });
    expect(await narrowed('310101')).toMatchObject({ 'first-time': '1', balance: '900.00' });
    expect(await narrowed('310115')).toMatchObject({ 'first-time': '0', balance: '0.00' });
  });

  it('say by which fact a target was reached first, as long as it still is', async () => {
    const other = loanOf(bankB, 'L2');
    const facts = [
      ...story,
      other.issued('2024-01-05'),
      other.renewed('2024-05-01', { renewedAmount: '2000.00' }),
    ];
    await told(facts, 3);
    const achieved = async (after: number) =>
      (
        await progressBothWays(
          figures.pool(),
          plantedChanges([...beginning, ...facts]),
          'P24',
          '2024-12-31',
          beginning.length + after,
        )
      )[0];
    expect(await achieved(3)).toMatchObject({ achievedSeq: seqOf(2), achievedOn: '2024-04-01' });
    expect(await achieved(7)).toMatchObject({ achieved: false, achievedSeq: null });
    expect(await achieved(9)).toMatchObject({ achievedSeq: seqOf(2), achievedOn: '2024-05-01' });
  });

  it('keep a disbursement and its returns together, in kind and in district', async () => {
    const disbursed = disbursement.disbursed('2024-02-01', { amount: '500.00' });
    const back = disbursement.returned('2024-03-01', { amount: '200.00' });
    const facts = [
      disbursed,
      back,
      correctionOf(disbursed, { kind: 'DEFERRAL' }),
      correctionOf(back, { amount: '50.00' }),
      correctionOf(disbursed, { kind: 'BRIDGE', borrower: borrower({ district: '310101' }) }),
      reversalOf(back),
      reversalOf(disbursed),
      disbursement.disbursed('2024-06-01', { amount: '7.00' }),
    ];
    await told(facts, 3);
    const bailout = ['500.00', '300.00', '0.00', '0.00', '450.00', '500.00', '0.00', '7.00'];
    for (const [place, amount] of bailout.entries())
      expect([place, (await actuals(facts, place + 1))['bailout']]).toEqual([place, amount]);
    expect(await narrowed('310101')).toMatchObject({ bailout: '0.00' });
  });

  it('hold the latest report in the order of the reports, not of their corrections', async () => {
    const first = reported(bankA, 'green-loan-balance', '2024-03-31', '10.00');
    const second = reported(bankA, 'green-loan-balance', '2024-03-31', '20.00');
    const facts = [
      first,
      second,
      correctionOf(first, { value: '11.00' }),
      reversalOf(second),
      correctionOf(first, { asAt: '2024-02-29', value: '12.00' }, '2024-04-01'),
      reversalOf(first),
    ];
    await told(facts, 2);
    const green = ['10.00', '20.00', '20.00', '11.00', '12.00', null];
    for (const [place, amount] of green.entries())
      expect([place, (await actuals(facts, place + 1))['green']]).toEqual([place, amount]);
  });

  it('restore a loan whose cancellation is reversed', async () => {
    const cancelled = loan.cancelled('2024-06-01');
    const facts = [issued, renewed, cancelled, reversalOf(cancelled)];
    await told(facts, 2);
    expect(await actuals(facts, 3)).toMatchObject({ renewed: '0.00', balance: '0.00', chain: '0' });
    expect(await actuals(facts)).toMatchObject({ renewed: '700.00', balance: '905.00', chain: '1' });
  });
});

describe('a claim of a loan that is reversed, and reported anew', () => {
  const anew = loan.issued('2024-05-01', { borrower: borrower({ district: '310104' }) });
  const claimed = loan.claimed('2024-02-02');
  const facts = [
    issued,
    claimed,
    claim.recognised('2024-02-01', { causedBy: seqOf(1) }),
    correctionOf(issued, { borrower: borrower({ district: '310101' }) }),
    reversalOf(claimed),
    reversalOf(issued),
    anew,
    claim.revoked('2024-02-01', { held: true, reason: 'CLAIM_WITHDRAWN', causedBy: seqOf(4) }),
    loan.claimed('2024-05-01'),
    claim.recognised('2024-05-01', { causedBy: seqOf(8) }),
    correctionOf(anew, { borrower: borrower({ district: '310105' }) }),
  ];

  it.each([1, 3, 100])('counts under the loan that it was settled for, in batches of %s', async (size) => {
    await told(facts, size);
    const counted = [0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1];
    for (const [place, many] of counted.entries())
      expect([place, (await actuals(facts, place + 1))['first-time']]).toEqual([place, String(many)]);
    for (const district of ['310115', '310101', '310104'])
      expect(await narrowed(district)).toMatchObject({ 'first-time': '0' });
    expect(await narrowed('310105')).toMatchObject({ 'first-time': '1' });
  });
});
