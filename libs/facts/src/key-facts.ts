import type { StoredFact } from './stored-fact.js';

// Stream `key-{keyId}`. These names are the storage format: add, never rename.

export type Role = 'bank' | 'supervisor' | 'auditor' | 'admin';

export type KeyIssued = StoredFact<
  'KeyIssued',
  {
    readonly keyId: string;
    /** SHA-256 (hex) of the whole key; the key itself is never stored. */
    readonly secretHash: string;
    readonly role: Role;
    /** Institution code for role `bank`. */
    readonly institution: string | null;
    readonly label: string;
    /** Instant from which on the key is no longer taken. */
    readonly expiresAt: string | null;
  }
>;
export type KeyRevoked = StoredFact<'KeyRevoked', { readonly keyId: string }>;

export type KeyFact = KeyIssued | KeyRevoked;
