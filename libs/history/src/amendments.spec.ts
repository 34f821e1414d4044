import { describe, expect, it } from '@jest/globals';
import type { NewFact, SequencedFact } from '#facts';
import { bankA, correctedTo, factOf, reversedAt } from '#testing';
import { amendmentsIn } from './history.js';

const bailout = `bailout-${bankA}-B24`;

const inOrder = (stream: string, facts: readonly NewFact[], first = 1): readonly SequencedFact[] =>
  facts.map((fact, revision) => ({ ...fact, stream, revision, seq: first + revision, recordedAt: '' }));

const disbursed = (disbursementId: string, kind: string) =>
  factOf('BailoutDisbursed', { disbursementId, kind, programme: 'B24', amount: '100.00' });
const returned = (disbursementId: string, amount: string) =>
  factOf('BailoutReturned', { disbursementId, kind: 'BRIDGE', programme: 'B24', amount });
const repaid = (amount: string) => factOf('LoanRepaid', { loanId: 'L1', amount });

const revisions = (facts: readonly SequencedFact[] | undefined) => facts?.map(({ revision }) => revision);

describe('what a correction or reversal changes', () => {
  it('is its loan: all facts of the stream, before and after it', () => {
    const facts = inOrder(`loan-${bankA}-L1`, [
      repaid('1.00'),
      repaid('2.00'),
      correctedTo(0, repaid('7.00')),
      repaid('3.00'),
      reversedAt(1),
    ]);
    const amendments = amendmentsIn(facts);
    expect([...amendments.keys()]).toEqual([3, 5]);
    expect(amendments.get(3)?.before).toEqual([facts[0], facts[1]]);
    expect(amendments.get(3)?.after.map(({ data }) => data)).toMatchObject([
      { amount: '7.00' },
      { amount: '2.00' },
    ]);
    expect(revisions(amendments.get(5)?.before)).toEqual([0, 1, 3]);
    expect(revisions(amendments.get(5)?.after)).toEqual([0, 3]);
  });

  it('is one disbursement of many, whichever of its facts is changed', () => {
    const facts = inOrder(bailout, [
      disbursed('D1', 'BRIDGE'),
      disbursed('D2', 'BRIDGE'),
      returned('D1', '1.00'),
      returned('D2', '2.00'),
      reversedAt(2),
      correctedTo(0, disbursed('D1', 'RELIEF_LOAN')),
    ]);
    const amendments = amendmentsIn(facts);
    expect(revisions(amendments.get(5)?.before)).toEqual([0, 2]);
    expect(revisions(amendments.get(5)?.after)).toEqual([0]);
    expect(amendments.get(6)?.after).toMatchObject([{ revision: 0, data: { kind: 'RELIEF_LOAN' } }]);
  });

  it('moves the kind of returns with that of their disbursement', () => {
    const facts = inOrder(bailout, [
      disbursed('D1', 'BRIDGE'),
      returned('D1', '1.00'),
      correctedTo(0, disbursed('D1', 'DEFERRAL')),
    ]);
    const kinds = (some: readonly SequencedFact[] | undefined) =>
      some?.map(({ data }) => (data as { readonly kind: string }).kind);
    const amendment = amendmentsIn(facts).get(3);
    expect([kinds(amendment?.before), kinds(amendment?.after)]).toEqual([
      ['BRIDGE', 'BRIDGE'],
      ['DEFERRAL', 'DEFERRAL'],
    ]);
  });

  it('is one report of an indicator', () => {
    const report = (value: string) => factOf('IndicatorReported', { indicator: 'i', value, unit: 'CNY' });
    const facts = inOrder(`indicator-${bankA}-i`, [
      report('1.00'),
      report('2.00'),
      correctedTo(1, report('3.00')),
      reversedAt(1),
    ]);
    const amendments = amendmentsIn(facts);
    expect(amendments.get(3)?.after).toMatchObject([{ revision: 1, data: { value: '3.00' } }]);
    expect(amendments.get(4)).toMatchObject({ before: [{ data: { value: '3.00' } }], after: [] });
  });
});
