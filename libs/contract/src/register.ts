import { z } from 'zod';
import { type AnswerOf, basisShape, day, instant, listOf, names, position } from './answer.js';

const institutionShape = z
  .strictObject({
    code: z.string(),
    name: names,
    kind: z.enum(['BANK', 'INSURER', 'GUARANTOR', 'AUTHORITY']),
    lei: z.string().nullable(),
    cnaps: z.string().nullable(),
    reportingFrom: day,
    /** `since` is when the suspension was recorded. */
    suspended: z.strictObject({ since: instant, reason: z.string() }).meta({ id: 'Suspension' }).nullable(),
  })
  .meta({ id: 'Institution' });

export const institutionListShape = listOf(institutionShape);
export const institutionAnswerShape = institutionShape
  .extend({ basis: basisShape })
  .meta({ id: 'InstitutionAnswer' });
export const changedInstitutionShape = institutionAnswerShape
  .extend({ position })
  .meta({ id: 'ChangedInstitution' });

const role = z.enum(['bank', 'supervisor', 'auditor', 'admin']).meta({ id: 'Role' });

/** An API key; nothing of its secret. */
const keyShape = z
  .strictObject({
    id: z.string(),
    role,
    institution: z.string().nullable(),
    label: z.string(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'Key' });

export const keyListShape = listOf(keyShape);

/** A key as it was made, with its secret, which is answered this once. */
export const issuedKeyShape = z
  .strictObject({
    id: z.string(),
    key: z.string(),
    role,
    institution: z.string().nullable(),
    label: z.string(),
    position: z.string(),
  })
  .meta({ id: 'IssuedKey' });

/** A USCC that is lawful by a fact (3.5), with the last reason given. */
const usccShape = z.strictObject({ code: z.string(), reason: z.string(), seq: z.int() }).meta({ id: 'Uscc' });

export const usccListShape = listOf(usccShape);

/** `reason`, `seq` and `position` are null of a code that needs no fact, since its check character is right. */
export const changedUsccShape = z.strictObject({
  basis: basisShape,
  code: z.string(),
  reason: z.string().nullable(),
  seq: z.int().nullable(),
  position,
});

export type Institution = AnswerOf<typeof institutionShape>;
export type InstitutionList = AnswerOf<typeof institutionListShape>;
export type InstitutionAnswer = AnswerOf<typeof institutionAnswerShape>;
export type ChangedInstitution = AnswerOf<typeof changedInstitutionShape>;
export type Role = z.infer<typeof role>;
export type Key = AnswerOf<typeof keyShape>;
export type KeyList = AnswerOf<typeof keyListShape>;
export type IssuedKey = AnswerOf<typeof issuedKeyShape>;
export type Uscc = AnswerOf<typeof usccShape>;
export type UsccList = AnswerOf<typeof usccListShape>;
export type ChangedUscc = AnswerOf<typeof changedUsccShape>;

/** Who calls, and until when: by a key itself, or by a session that was begun with it. */
export const sessionShape = z
  .strictObject({
    role,
    institution: z.string().nullable(),
    keyId: z.string(),
    /** Of the key. */
    label: z.string(),
    keyExpiresAt: instant.nullable(),
    /** Null: never, or not yet noted. */
    keyLastUsedAt: instant.nullable(),
    /** When the session ends; null of a call with the key itself. */
    endsAt: instant.nullable(),
  })
  .meta({ id: 'Session' });

export type Session = AnswerOf<typeof sessionShape>;
