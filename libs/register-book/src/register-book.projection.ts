import type { Institution, Key, Uscc } from '#contract';
import { column, existing, readTable, type RowFold, rowsOf, rowsProjection } from '#projections';
import { factsOf, type SequencedFact } from '#facts';

/** Facts about USCCs, or undefined for others. */
const usccFact = factsOf('uscc');

/** The code after a fact of its stream. */
export const usccPage = (page: Uscc | undefined, sequenced: SequencedFact): Uscc | undefined => {
  const fact = usccFact(sequenced);
  return fact ? { code: fact.data.code, reason: fact.data.reason, seq: fact.seq } : page;
};

/** Facts about institutions, or undefined for others. */
const institutionFact = factsOf('institution');

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

/** A key without `lastUsedAt`, which is not in any fact. */
export type KeyPage = Omit<Key, 'lastUsedAt'>;

/** Facts about keys, or undefined for others. */
const keyFact = factsOf('key');

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

/** One row for each accepted USCC. */
export const usccPageTable: RowFold<Uscc> = {
  table: readTable('uscc_page', { code: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = usccFact(sequenced);
    return fact ? [[fact.data.code]] : [];
  },
  fold: usccPage,
};

/** One row for each key. */
export const keyPageTable: RowFold<KeyPage> = {
  table: readTable('key_page', { key_id: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = keyFact(sequenced);
    return fact ? [[fact.data.keyId]] : [];
  },
  fold: keyPage,
};

/** One row for each institution. */
export const institutionPageTable: RowFold<Institution> = {
  table: readTable('institution_page', { code: column.key, page: column.json }),
  keysOf: (sequenced) => {
    const fact = institutionFact(sequenced);
    return fact ? [[fact.data.code]] : [];
  },
  fold: institutionPage,
};

/** Institutions, keys and accepted USCCs. */
export const registerBookProjection = rowsProjection('register-book', 2, [
  rowsOf(institutionPageTable),
  rowsOf(keyPageTable),
  rowsOf(usccPageTable),
]);
