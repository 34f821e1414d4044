import type { Institution, Key, Uscc } from '#contract';
import { factsOf, type SequencedFact } from '#facts';
import { existing } from '#projections';

/** Facts about USCCs, or undefined for others. */
export const usccFact = factsOf('uscc');

/** The code after a fact of its stream. */
export const usccPage = (page: Uscc | undefined, sequenced: SequencedFact): Uscc | undefined => {
  const fact = usccFact(sequenced);
  return fact ? { code: fact.data.code, reason: fact.data.reason, seq: fact.seq } : page;
};

/** Facts about institutions, or undefined for others. */
export const institutionFact = factsOf('institution');

/** The institution after a fact of its stream. */
export const institutionPage = (
  page: Institution | undefined,
  sequenced: SequencedFact,
): Institution | undefined => {
  const fact = institutionFact(sequenced);
  if (!fact) return page;
  switch (fact.type) {
    case 'InstitutionRegistered':
    case 'InstitutionAmended': {
      const { code, name, kind, lei, cnaps, reportingFrom } = fact.data;
      return { code, name, kind, lei, cnaps, reportingFrom, suspended: page?.suspended ?? null };
    }
    case 'InstitutionSuspended':
      return {
        ...existing(page, fact),
        suspended: { since: fact.recordedAt, reason: fact.data.reason },
      };
    case 'InstitutionReinstated':
      return { ...existing(page, fact), suspended: null };
  }
};

/** What is shown of a key but for when it was last used, which no fact says. */
export type KeyPage = Omit<Key, 'lastUsedAt'>;

/** Facts about keys, or undefined for others. */
export const keyFact = factsOf('key');

/** The key after a fact of its stream. */
export const keyPage = (page: KeyPage | undefined, sequenced: SequencedFact): KeyPage | undefined => {
  const fact = keyFact(sequenced);
  if (!fact) return page;
  switch (fact.type) {
    case 'KeyIssued': {
      const { keyId, role, institution, label, expiresAt } = fact.data;
      return { id: keyId, role, institution, label, createdAt: fact.recordedAt, expiresAt, revokedAt: null };
    }
    case 'KeyRevoked':
      return { ...existing(page, fact), revokedAt: fact.recordedAt };
  }
};
