import type { Evolution } from '#decider';
import { factIn, type KeyIssued, keyStream, type StoredFact } from '#facts';
import type { FoldRequest } from '#recording';

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
