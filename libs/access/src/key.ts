import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { instantMs, isInstant } from '#calendar';
import { sha256Hex } from '#canonical-json';
import type { Evolution } from '#decider';
import { factIn, type KeyIssued, keyStream, type Role, type StoredFact } from '#facts';
import type { InstitutionCode } from '#identifiers';
import type { FoldRequest } from '#recording';
import { institutionText, optionalMember, text } from '#reports';

export type Key =
  | { readonly status: 'UNKNOWN' }
  | { readonly status: 'ISSUED' | 'REVOKED'; readonly data: KeyIssued['data'] };

const entered = factIn('key');

const key: Evolution<Key, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'KeyIssued':
        return { status: 'ISSUED', data: fact.data };
      case 'KeyRevoked':
        return state.status === 'UNKNOWN' ? state : { ...state, status: 'REVOKED' };
    }
  },
};

export const keyRequest = (keyId: string): FoldRequest<Key> => ({
  stream: keyStream(keyId),
  fold: { kind: 'key', evolution: key },
});

/** Who a request comes from. */
export type Principal =
  | { readonly role: 'bank'; readonly institution: InstitutionCode; readonly keyId: string }
  | { readonly role: Exclude<Role, 'bank'>; readonly institution: null; readonly keyId: string };

/** The form of a key: `xk_{keyId}_{secret}`. */
const keyPattern = /^xk_([a-z0-9]{4,32})_([A-Za-z0-9]{32,128})$/;

export const keyIdOf = (keyText: string): string | undefined => keyPattern.exec(keyText)?.[1];

/** Only this is stored. The secret has 238 random bits, so that a slow hash would protect nothing. */
export const hashOfKey = (keyText: string): string => sha256Hex(keyText);

const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';
const mixed = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

export const newKeyId = (): string => randomText(lower, 12);

export const newKeyText = (keyId: string): string => `xk_${keyId}_${randomText(mixed, 40)}`;

/** Body of `POST /v1/keys`. A bank's key belongs to an institution; the others to none. */
export const keyBody = z
  .strictObject({
    role: z.enum(['bank', 'supervisor', 'auditor', 'admin']),
    institution: optionalMember(institutionText),
    label: text,
    expiresAt: optionalMember(
      z.string().refine(isInstant, 'must be an RFC 3339 date-time').meta({ format: 'date-time' }),
    ),
  })
  .superRefine(({ role, institution: given }, context) => {
    const institution = given ?? undefined;
    if (role === 'bank' && institution === undefined)
      context.addIssue({
        code: 'custom',
        path: ['institution'],
        message: 'must be given for the role bank',
      });
    if (role !== 'bank' && institution !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['institution'],
        message: 'is given only for the role bank',
      });
  })
  .meta({ id: 'KeyBody' });

export type KeyBody = z.infer<typeof keyBody>;

/** UTC with milliseconds. */
export const normalisedInstant = (instant: string): string => new Date(instantMs(instant)).toISOString();
