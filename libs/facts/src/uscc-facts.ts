import type { StoredFact } from './stored-fact.js';

// Stream `uscc-{code}`. These names are the storage format: add, never rename.

/** The code is lawful although its check character fails. It stays so; a further one says another reason. */
export type UsccAccepted = StoredFact<'UsccAccepted', { readonly code: string; readonly reason: string }>;
