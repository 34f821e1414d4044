import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { bankA, bankB, borrower, claimOf, disbursementOf, loanOf, type Planted, reported } from '#testing';
import { changedStories, seqOf } from './testing/changed-story.js';
import { measureFactsOf } from './measures/measure-facts.query.js';
import { correctionOf, reversalOf } from './testing/changes.js';

/* Figures follow corrections and reversals: one story, in every cut of batches, out of the tables and folded in memory. */

const { figures, told, shown, actuals, narrowed } = changedStories();
const loan = loanOf(bankA, 'L1');
const claim = claimOf(bankA, 'L1');
const disbursement = disbursementOf(bankA, 'B24', 'D1');

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
    expect(await actuals(story, 3, businessDate('2024-03-31'))).toMatchObject({
      renewed: '0.00',
      balance: '900.00',
    });
    expect(await actuals(story, 5)).toMatchObject({ renewed: '1100.00', 'first-time': '1' });
    expect(await actuals(story, 6)).toMatchObject({ renewed: '1100.00', chain: '0', 'first-time': '1' });
    expect(await actuals(story)).toMatchObject({ renewed: '0.00', balance: '900.00' });
    expect(await narrowed('310101')).toMatchObject({ 'first-time': '1', balance: '900.00' });
    expect(await narrowed('310115')).toMatchObject({ 'first-time': '0', balance: '0.00' });
  });

  it('are made up of what was, what is undone as a row of its own, and what is', async () => {
    await told(story.slice(0, 6));
    const behind = async (code: string) => {
      const { found } = await measureFactsOf(figures.pool(), {
        code,
        effectiveAsOf: businessDate('2024-12-31'),
        knownAt: seqOf(5),
        filters: {},
        limit: 100,
      });
      return found?.items.map(({ seq, quantity, dimensions }) => [
        seq - seqOf(0),
        quantity,
        dimensions.district,
      ]);
    };
    const [there, here] = ['310115', '310101'];
    expect(await behind('renewal-volume')).toEqual([
      [1, '700.00', there],
      [2, '-700.00', there],
      [2, '1100.00', there],
      [5, '-1100.00', there],
      [5, '1100.00', here],
    ]);
    expect(await behind('loan-balance')).toEqual([
      [0, '900.00', there],
      [1, '5.00', there],
      [2, '-5.00', there],
      [2, '5.00', there],
      [5, '-900.00', there],
      [5, '-5.00', there],
      [5, '900.00', here],
      [5, '5.00', here],
    ]);
  });

  it('say by which fact a target was reached first, as long as it still is', async () => {
    const other = loanOf(bankB, 'L2');
    const facts = [
      ...story,
      other.issued('2024-01-05'),
      other.renewed('2024-05-01', { renewedAmount: '2000.00' }),
    ];
    await told(facts, 3);
    const achieved = async (after: number) => (await shown(facts, after))[0];
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
