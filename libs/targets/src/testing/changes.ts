import type { SequencedFact } from '#facts';
import { type Planted, planted } from '#testing';

// Corrections and reversals among planted facts: each knows the very fact that it changes.

interface Change extends Planted {
  readonly of: Planted;
}

export const isChange = (fact: Planted): fact is Change => 'of' in fact;

const change = (type: string, of: Planted, more: object): Change => ({
  type,
  stream: of.stream,
  institution: of.institution ?? null,
  on: '2024-08-01',
  data: { reason: 'typing error', ...more },
  of,
});

/** The fact is to stand with this data, and on this day. */
export const correctionOf = (of: Planted, data: object, on = of.on): Planted =>
  change('FactCorrected', of, { replacement: { ...of.data, ...data, effectiveDate: on } });

/** The fact is gone. */
export const reversalOf = (of: Planted): Planted => change('FactReversed', of, {});

/** What the arbiter settled, of the loan that this fact began. */
interface Settled extends Planted {
  readonly began: Planted;
}

const isSettled = (fact: Planted): fact is Settled => 'began' in fact;

/** What the arbiter settled in a story is of the loan that its first fact began. */
export const settledOf = (story: readonly Planted[]): readonly Planted[] =>
  story.map((fact): Planted | Settled => {
    const [began] = story;
    return began && fact.stream.startsWith('borrower-') ? { ...fact, began } : fact;
  });

/** As a log would hand them over; what a change is of, and what was settled, has to be among them. */
export const plantedChanges = (facts: readonly Planted[], first = 1): readonly SequencedFact[] =>
  planted(
    facts.map((fact): Planted => {
      if (isSettled(fact)) {
        const causedBy = first + facts.indexOf(fact.began);
        return { ...fact, data: { ...fact.data, causedBy } };
      }
      if (!isChange(fact)) return fact;
      const revision = facts.indexOf(fact.of);
      const corrects = { reportId: `r${revision}`, eventId: `event-${revision}`, revision };
      return { ...fact, data: { corrects, ...fact.data } };
    }),
    first,
  );
