import { z } from 'zod';
import { type FactOfValue, type FactOfValues, factValue } from './fact-value.js';
import { instant, institutionCode, sha256, text } from './stored-values.js';

// Stream `key-{keyId}`. These names are the storage format: add, never rename.

const role = z.enum(['bank', 'supervisor', 'auditor', 'admin']);
export type Role = z.infer<typeof role>;

const ofKey = { streams: ['key'], subject: 'key', institution: false, effectiveDate: false } as const;

const keyIssued = factValue(
  { ...ofKey, type: 'KeyIssued', bearing: 'defines' },
  {
    data: {
      keyId: text,
      /** SHA-256 (hex) of the whole key; the key itself is never stored. */
      secretHash: sha256,
      role,
      /** Institution code for role `bank`. */
      institution: institutionCode.nullable(),
      label: text,
      /** Instant from which on the key is no longer taken. */
      expiresAt: instant.nullable(),
    },
  },
);

const keyRevoked = factValue({ ...ofKey, type: 'KeyRevoked', bearing: 'changes' }, { data: { keyId: text } });

export const keyFacts = { KeyIssued: keyIssued, KeyRevoked: keyRevoked };

export type KeyIssued = FactOfValue<typeof keyIssued>;
export type KeyRevoked = FactOfValue<typeof keyRevoked>;
export type KeyFact = FactOfValues<typeof keyFacts>;
