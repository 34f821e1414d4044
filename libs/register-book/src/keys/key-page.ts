import type { Key } from '#contract';
import { factsOf, type SequencedFact } from '#facts';
import { existing } from '#projections';

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
