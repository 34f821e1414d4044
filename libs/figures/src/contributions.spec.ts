import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { bankA, borrower, claimOf, disbursementOf, loanOf, planted, plantedMeasures } from '#testing';
import { contribute, type Delta } from './contributions.js';
import { type FigureSubject, subjectOf } from './figure-subject.js';
import { compileSources } from './measures-in-force.js';

const measures = plantedMeasures.map((data, index) => ({ computation: index + 1, complete: true, data }));
const codes = new Map(measures.map(({ computation, data }) => [computation, data.code]));
const sources = compileSources(measures);

const fold = (facts: readonly SequencedFact[]) => {
  const subjects = new Map<string, FigureSubject>();
  const deltas: Delta[] = [];
  for (const fact of facts) {
    const of = subjectOf(fact);
    if (!of) continue;
    const contributed = contribute(sources, subjects.get(of.subject) ?? null, of.bearing, fact);
    subjects.set(of.subject, contributed.subject);
    deltas.push(...contributed.deltas);
  }
  return { subjects, deltas };
};

const lines = (deltas: readonly Delta[]): readonly string[] =>
  deltas.map(
    ({ computation, seq, effectiveDate, quantity }) =>
      `${seq} ${effectiveDate} ${codes.get(computation)} ${quantity}`,
  );

describe('contributions', () => {
  it('of a loan count at the effective date of each fact, nothing for an amount of zero', () => {
    const loan = loanOf(bankA, 'L1');
    const { deltas } = fold(
      planted([loan.opened('2023-12-31'), loan.renewed('2024-03-01'), loan.repaid('2024-04-01')]),
    );
    expect(lines(deltas)).toEqual([
      '1 2023-12-31 loan-balance 100000000',
      '2 2024-03-01 renewal-volume 80000000',
      '2 2024-03-01 renewal-volume-with-top-up 80000000',
      '2 2024-03-01 renewals 1',
      '3 2024-04-01 loan-balance -10000000',
    ]);
  });

  it('of two amounts of one fact are one quantity of the measure', () => {
    const loan = loanOf(bankA, 'L1');
    const { deltas } = fold(
      planted([loan.opened('2023-12-31'), loan.renewed('2024-03-01', { topUpAmount: '0.50' })]),
    );
    expect(lines(deltas)).toContain('2 2024-03-01 renewal-volume-with-top-up 80000050');
  });

  it('are under the dimensions of the borrower of the loan', () => {
    const loan = loanOf(bankA, 'L1');
    const of = { borrower: borrower({ district: '310101', size: 'MICRO', kind: 'INDIVIDUAL_BUSINESS' }) };
    const { deltas } = fold(planted([loan.issued('2024-01-02', of), loan.renewed('2024-03-01')]));
    expect(deltas.at(-1)?.dimensions).toEqual({
      institution: bankA,
      district: '310101',
      industry: 'C39',
      size: 'MICRO',
      bailoutProgramme: null,
      kind: 'INDIVIDUAL_BUSINESS',
    });
  });

  it('see the tags of the loan in every fact of it', () => {
    const loan = loanOf(bankA, 'L1');
    const { deltas } = fold(
      planted([loan.issued('2024-01-02', { tags: ['TECHNOLOGY'] }), loan.repaid('2024-03-01')]),
    );
    expect(lines(deltas)).toContain('2 2024-03-01 technology-balance -10000000');
  });

  it('of a disbursement count kinds that count, less what was returned, each in its own year', () => {
    const disbursement = disbursementOf(bankA, 'B24', 'D1');
    const other = disbursementOf(bankA, 'B24', 'D2');
    const { deltas } = fold(
      planted([
        disbursement.disbursed('2024-12-30'),
        other.disbursed('2024-12-30', { kind: 'DEFERRAL' }),
        disbursement.returned('2025-01-05'),
        other.returned('2025-01-05', { kind: 'DEFERRAL' }),
      ]),
    );
    expect(lines(deltas)).toEqual([
      '1 2024-12-30 bailout-volume 50000000',
      '3 2025-01-05 bailout-volume -20000000',
    ]);
    expect(deltas.map(({ dimensions }) => dimensions.bailoutProgramme)).toEqual(['B24', 'B24']);
  });

  it('of a cancelled loan are taken back, each at its own effective date', () => {
    const loan = loanOf(bankA, 'L1');
    const { subjects, deltas } = fold(
      planted([loan.issued('2024-01-02'), loan.renewed('2024-03-01'), loan.cancelled('2024-05-01')]),
    );
    expect(lines(deltas.filter(({ seq }) => seq === 3))).toEqual([
      '3 2024-01-02 issued-volume -100000000',
      '3 2024-01-02 loan-balance -100000000',
      '3 2024-03-01 renewal-volume -80000000',
      '3 2024-03-01 renewal-volume-with-top-up -80000000',
      '3 2024-03-01 renewals -1',
    ]);
    expect(subjects.get(`loan-${bankA}-L1`)?.active).toEqual([]);
  });

  it('of what the arbiter derived are under the claim of the loan, and are not taken back with it', () => {
    const loan = loanOf(bankA, 'L1');
    const claim = claimOf(bankA, 'L1');
    const of = { borrower: borrower({ district: '310101' }) };
    const { subjects, deltas } = fold(
      planted([
        loan.issued('2024-01-02', of),
        claim.recognised('2024-01-02'),
        claim.superseded('2024-01-02'),
        loan.cancelled('2024-05-01'),
        claim.revoked('2024-01-02', { held: true }),
      ]),
    );
    const counted = deltas.filter(({ key }) => key !== null);
    expect(counted.map(({ seq, effectiveDate, quantity }) => [seq, effectiveDate, quantity])).toEqual([
      [2, '2024-01-02', 1n],
      [5, '2024-01-02', -1n],
    ]);
    expect(counted.map(({ dimensions }) => dimensions.district)).toEqual(['310101', '310101']);
    expect(subjects.get(`loan-${bankA}-L1`)?.active).toEqual([]);
  });

  it('of a fact with nothing before it are an error, not a guess', () => {
    expect(() => fold(planted([loanOf(bankA, 'L9').renewed('2024-03-01')]))).toThrow('nothing before it');
  });
});
