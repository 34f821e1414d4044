import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { type ConcerningFact, concerningFact } from './dossier.js';
import { followFacts, type Known } from './follow-facts.js';
import {
  borrowerKey,
  cancelled,
  claimed,
  decided,
  issued,
  north,
  opened,
  type Planted,
  repaid,
  south,
} from './testing/borrower-facts.js';

const nothing: Known = { dossiers: new Map(), loans: new Map() };

const inOrder = (given: readonly Planted[]): readonly ConcerningFact[] =>
  given.flatMap(({ stream, fact }, index) => {
    const sequenced: SequencedFact = { ...fact, stream, revision: 0, seq: index + 1, recordedAt: '' };
    return concerningFact(sequenced) ?? [];
  });

const dossierAfter = (...given: readonly Planted[]) =>
  followFacts(nothing, inOrder(given)).dossiers.get(borrowerKey);

describe('a dossier', () => {
  it('counts effective loans by the day they were drawn, at all banks, repaid or not', () => {
    const loans = [
      issued({ bank: north, on: '2024-03-01' }),
      issued({ bank: south, on: '2024-03-01' }),
      opened({ bank: south, loanId: 'L2', start: '2019-05-05' }),
      repaid({ bank: north }),
    ];
    expect(dossierAfter(...loans)).toMatchObject({
      drawdowns: { '2019-05-05': 1, '2024-03-01': 2 },
      claims: [],
    });
    expect(
      dossierAfter(...loans, cancelled({ bank: south }), cancelled({ bank: south, loanId: 'L2' }))?.drawdowns,
    ).toEqual({ '2024-03-01': 1 });
  });

  it('holds each claimed loan once, as it is now, and what was decided, in order', () => {
    const dossier = dossierAfter(
      issued({ bank: north, on: '2024-03-01' }),
      issued({ bank: south, on: '2024-03-01', at: '09:00:00' }),
      claimed({ bank: south }),
      claimed({ bank: north }),
      cancelled({ bank: south }),
      decided({ bank: north }, 'one'),
      decided({ bank: south }, 'other'),
    );
    expect(dossier?.claims).toEqual([
      {
        institution: south,
        loanId: 'L1',
        drawdownDate: '2024-03-01',
        drawdownTime: '09:00:00',
        effective: false,
        claim: 'STANDS',
      },
      {
        institution: north,
        loanId: 'L1',
        drawdownDate: '2024-03-01',
        drawdownTime: null,
        effective: true,
        claim: 'STANDS',
      },
    ]);
    expect(dossier?.decisions).toEqual([
      { institution: north, loanId: 'L1', reason: 'one' },
      { institution: south, loanId: 'L1', reason: 'other' },
    ]);
  });

  it('does not grow with the loans of a firm that draws every day', () => {
    const many = Array.from({ length: 5_000 }, (_, no) =>
      issued({ bank: north, loanId: `L${no}`, on: `2024-03-${String((no % 28) + 1).padStart(2, '0')}` }),
    );
    const dossier = dossierAfter(...many, claimed({ bank: north, loanId: 'L0' }));
    expect(Object.values(dossier?.drawdowns ?? {}).reduce((sum, count) => sum + count)).toBe(5_000);
    expect(JSON.stringify(dossier).length).toBeLessThan(1_000);
  });

  it('comes out the same wherever batches are cut', () => {
    const facts = inOrder([
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      issued({ bank: south, on: '2024-03-01' }),
      claimed({ bank: south }),
      decided({ bank: south }),
      cancelled({ bank: north }),
    ]);
    const whole = followFacts(nothing, facts);
    for (let cut = 1; cut < facts.length; cut += 1) {
      const first = followFacts(nothing, facts.slice(0, cut));
      const second = followFacts(first, facts.slice(cut));
      expect(new Map([...first.dossiers, ...second.dossiers])).toEqual(whole.dossiers);
      expect(new Map([...first.loans, ...second.loans])).toEqual(whole.loans);
      expect([...first.steps, ...second.steps]).toEqual(whole.steps);
    }
  });

  it('of a loan whose bank or day is missing there is none', () => {
    const { stream, fact } = issued({ bank: north, on: '2024-03-01' });
    expect(() => dossierAfter({ stream, fact: { ...fact, institution: null } })).toThrow(
      `LoanIssued in ${stream} has no institution.`,
    );
    expect(() => dossierAfter({ stream, fact: { ...fact, effectiveDate: null } })).toThrow(
      `LoanIssued in ${stream} has no effective date.`,
    );
  });

  it('leads to a step for each fact that changes it, once it holds a claim', () => {
    const facts = inOrder([
      issued({ bank: north, on: '2024-03-01' }),
      claimed({ bank: north }),
      issued({ bank: south, on: '2024-02-01' }),
    ]);
    const { steps } = followFacts(nothing, facts);
    expect(
      steps.map(({ borrowerKey: key, cause, arbitrated }) => [key, cause, arbitrated[0]?.status]),
    ).toEqual([
      [borrowerKey, { seq: 2, eventId: facts[1]?.eventId }, 'RECOGNISED'],
      [borrowerKey, { seq: 3, eventId: facts[2]?.eventId }, 'DENIED'],
    ]);
  });

  it.each([cancelled, claimed])('of a fact that builds on nothing there is none', (fact) => {
    expect(() => followFacts(nothing, inOrder([fact({ bank: north })]))).toThrow('builds on nothing');
  });
});
