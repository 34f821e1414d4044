import type { BorrowerFact, StoredFact } from '#facts';
import { claimKey } from '../dossier.js';
import { isArbitration } from '../settled.js';

// What any reader makes of a borrower's facts, without the arbiter's own fold.

/** The claims that are recognised after each fact, in the order of the facts. */
export const recognisedAfterEach = (facts: readonly StoredFact[]): readonly (readonly string[])[] => {
  const recognised = new Set<string>();
  return facts.map((fact) => {
    if (isArbitration(fact)) {
      const key = claimKey({ institution: fact.institution ?? '', loanId: fact.data.loanId });
      if (fact.type === 'FirstTimeRecognised') recognised.add(key);
      else recognised.delete(key);
    }
    return [...recognised];
  });
};

/** What the figure of first-time borrowers is after each fact: a recognition counts one, a fact with `held` takes it back. */
export const countedAfterEach = (facts: readonly StoredFact[]): readonly number[] => {
  let count = 0;
  return facts.map((fact) => {
    if (isArbitration(fact))
      count += (fact.type === 'FirstTimeRecognised' ? 1 : 0) - (fact.data.held ? 1 : 0);
    return count;
  });
};

/** The last that was said of each claim. */
export const lastSaid = (facts: readonly StoredFact[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (facts as readonly BorrowerFact[])
      .filter(isArbitration)
      .map(({ type, institution, data }) => [
        claimKey({ institution: institution ?? '', loanId: data.loanId }),
        [type, data.reason].join(' '),
      ]),
  );
