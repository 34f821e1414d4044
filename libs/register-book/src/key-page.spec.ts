import { describe, expect, it } from '@jest/globals';
import {
  bankA,
  keyIssued,
  keyRevoked,
  type Planted,
  registered,
  sequenced,
} from './testing/register-facts.js';
import { type KeyPage, keyPage } from './register-book.projection.js';

const folded = (...given: readonly Planted[]): KeyPage | undefined =>
  sequenced(given).reduce<KeyPage | undefined>(keyPage, undefined);

describe('the page of a key', () => {
  it('issued contains nothing of the secret', () => {
    expect(folded(keyIssued('abcd', { expiresAt: '2025-01-01T00:00:00.000Z' }))).toEqual({
      id: 'abcd',
      role: 'bank',
      institution: bankA,
      label: 'gateway',
      createdAt: '2024-06-30T00:00:00.000Z',
      expiresAt: '2025-01-01T00:00:00.000Z',
      revokedAt: null,
    });
  });

  it('revoked', () => {
    expect(folded(keyIssued('abcd'), keyRevoked('abcd'))).toMatchObject({
      createdAt: '2024-06-30T00:00:00.000Z',
      revokedAt: '2024-06-30T00:00:01.000Z',
    });
  });

  it('is not changed by facts of institutions, and cannot be revoked before it is issued', () => {
    expect(folded(registered(bankA))).toBeUndefined();
    expect(() => folded(keyRevoked('abcd'))).toThrow('builds on nothing');
  });
});
