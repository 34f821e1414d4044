import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashOfKey, keyIdOf, newKeyId, newKeyText } from './key.js';

const secret = 'aB3'.repeat(11);

describe('a key', () => {
  it.each([
    [`xk_abcd_${'a'.repeat(32)}`, 'abcd'],
    [`xk_${'a1'.repeat(16)}_${'Z9'.repeat(64)}`, 'a1'.repeat(16)],
    [`xk_admin_${secret}`, 'admin'],
  ])('%s is of %s', (text, keyId) => {
    expect(keyIdOf(text)).toBe(keyId);
  });

  it.each([
    '',
    'xk_',
    `xk_abc_${secret}`,
    `xk_${'a'.repeat(33)}_${secret}`,
    `xk_Admin_${secret}`,
    `xk_ad-min_${secret}`,
    `xk_admin_${'a'.repeat(31)}`,
    `xk_admin_${'a'.repeat(31)}-`,
    `xk_admin_${secret}\n`,
    ` xk_admin_${secret}`,
    `yk_admin_${secret}`,
    `xk_admin_more_${secret}`,
  ])('%j is none', (text) => {
    expect(keyIdOf(text)).toBeUndefined();
  });

  it('made new has the form, and is no other', () => {
    const texts = Array.from({ length: 200 }, () => newKeyText(newKeyId()));
    for (const text of texts) expect(text).toMatch(/^xk_[a-z0-9]{12}_[A-Za-z0-9]{40}$/);
    expect(new Set(texts).size).toBe(200);
    for (const text of texts) expect(keyIdOf(text)).toBe(text.slice(3, 15));
  });

  it('is known by its SHA-256', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(hashOfKey(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }),
    );
  });
});
