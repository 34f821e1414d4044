import { factsOf, type Role, type SequencedFact } from '#facts';
import { standing } from '#projections';

/** An API key as it is shown (3.3), but for when it was last used, which no fact says; nothing of its secret. */
export interface KeyPage {
  readonly id: string;
  readonly role: Role;
  readonly institution: string | null;
  readonly label: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

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
      return { ...standing(page, fact), revokedAt: fact.recordedAt };
  }
};
