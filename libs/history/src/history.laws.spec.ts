import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredFact } from '#facts';
import { asWritten, bankA, metadataOf } from '#testing';
import { standingFacts } from './history.js';

// Streams of repayments with corrections and reversals of them, made as a sequence of orders: what is changed is any fact that stands.

type Order =
  | { readonly does: 'add'; readonly amount: number }
  | { readonly does: 'correct'; readonly which: number; readonly amount: number }
  | { readonly does: 'reverse'; readonly which: number };

const order: fc.Arbitrary<Order> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('add' as const), amount: fc.nat(99) }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('correct' as const), which: fc.nat(), amount: fc.nat(99) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reverse' as const), which: fc.nat() }) },
);

const orders = fc.array(order, { maxLength: 30 });

const at = (revision: number, type: string, data: object): StoredFact => ({
  eventId: `event-${revision}`,
  type,
  stream: `loan-${bankA}-L1`,
  revision,
  effectiveDate: asWritten('2024-06-03'),
  institution: bankA,
  data,
  metadata: metadataOf({ reportId: `r${revision}`, flags: [`flag ${revision}`], ruleSetVersion: revision }),
});

const repaid = (amount: number): object => ({ loanId: 'L1', amount: `${amount}.00` });

const corrects = ({ eventId, revision, metadata }: StoredFact): object => ({
  reportId: metadata.reportId,
  eventId,
  revision,
});

const correction = (revision: number, original: StoredFact, amount: number): StoredFact =>
  at(revision, 'FactCorrected', {
    corrects: corrects(original),
    replacement: {
      ...repaid(amount),
      effectiveDate: `2024-07-${String((revision % 28) + 1).padStart(2, '0')}`,
    },
    reason: 'typing error',
  });

const reversal = (revision: number, original: StoredFact): StoredFact =>
  at(revision, 'FactReversed', { corrects: corrects(original), reason: 'sent in error' });

/** What was recorded by the orders that could be followed, and for each revision what is to stand of it, by the plainest of books. */
const recordedBy = (
  sequence: readonly Order[],
): { readonly recorded: readonly StoredFact[]; readonly amounts: ReadonlyMap<number, number> } => {
  const recorded: StoredFact[] = [];
  const amounts = new Map<number, number>();
  for (const step of sequence) {
    const revision = recorded.length;
    if (step.does === 'add') {
      recorded.push(at(revision, 'LoanRepaid', repaid(step.amount)));
      amounts.set(revision, step.amount);
      continue;
    }
    const [...standing] = amounts.keys();
    const original = recorded[standing[step.which % standing.length] ?? -1];
    if (!original) continue;
    if (step.does === 'reverse') {
      recorded.push(reversal(revision, original));
      amounts.delete(original.revision);
    } else {
      recorded.push(correction(revision, original, step.amount));
      amounts.set(original.revision, step.amount);
    }
  }
  return { recorded, amounts };
};

const amountsOf = (facts: readonly StoredFact[]): readonly (readonly [number, string])[] =>
  facts.map(({ revision, data }) => [revision, (data as { readonly amount: string }).amount]);

describe('a history', () => {
  it('holds what stands, each where it was recorded', () => {
    fc.assert(
      fc.property(orders, (sequence) => {
        const { recorded, amounts } = recordedBy(sequence);
        expect(amountsOf(standingFacts(recorded))).toEqual(
          [...amounts].map(([revision, amount]) => [revision, `${amount}.00`]),
        );
      }),
    );
  });

  it('without corrections and reversals is what was recorded', () => {
    fc.assert(
      fc.property(orders, (sequence) => {
        const { recorded } = recordedBy(sequence.filter(({ does }) => does === 'add'));
        expect(standingFacts(recorded)).toEqual(recorded);
      }),
    );
  });

  it('after the reversal of its last fact is what it was before that fact', () => {
    fc.assert(
      fc.property(orders, fc.nat(99), (sequence, amount) => {
        const { recorded } = recordedBy(sequence);
        const last = at(recorded.length, 'LoanRepaid', repaid(amount));
        const reversed = [...recorded, last, reversal(recorded.length + 1, last)];
        expect(standingFacts(reversed)).toEqual(standingFacts(recorded));
      }),
    );
  });

  it('of a fact corrected twice is that of the last correction alone, but for when it was recorded', () => {
    fc.assert(
      fc.property(orders, fc.nat(99), fc.nat(99), (sequence, first, second) => {
        const { recorded } = recordedBy([{ does: 'add', amount: 1 }, ...sequence]);
        const original = standingFacts(recorded)[0];
        if (!original) return;
        const next = recorded.length;
        const last = correction(next, original, second);
        const between = { ...correction(next - 1, original, first), revision: next + 1 };
        expect(standingFacts([...recorded, between, last])).toEqual(standingFacts([...recorded, last]));
      }),
    );
  });

  it('is the same in whichever order different facts of it were changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(99), { minLength: 2, maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(99))), { maxLength: 8 }),
        fc.nat(),
        (added, wanted, seed) => {
          const { recorded } = recordedBy(added.map((amount) => ({ does: 'add', amount })));
          const which = new Map(wanted.map(([index, amount]) => [index % recorded.length, amount]));
          const changes = [...which].map(([index, amount], no) => {
            const original = recorded[index] as StoredFact;
            const revision = recorded.length + no;
            return amount === null ? reversal(revision, original) : correction(revision, original, amount);
          });
          const turned = changes
            .slice(seed % (changes.length + 1))
            .concat(changes.slice(0, seed % (changes.length + 1)));
          expect(standingFacts([...recorded, ...turned.toReversed()])).toEqual(
            standingFacts([...recorded, ...changes]),
          );
        },
      ),
    );
  });
});
