import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isSigned,
  publicKeyPem,
  signatureLine,
  type Signer,
  verifierIn,
  verifierKey,
} from './signed-note.js';

/* The example of golang.org/x/mod/sumdb/note, where the form is from: signed by somebody else. */
const example = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text:
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
};

const signer = (name = 'xudai'): Signer => ({ name, ...generateKeyPairSync('ed25519') });

describe('a signed note', () => {
  it('of another signer is verified', () => {
    const verifier = verifierIn(example.key);
    expect(verifier && verifierKey(verifier)).toBe(example.key);
    expect(verifier && isSigned(example.text, example.signature, verifier)).toBe(true);
    expect(verifier && isSigned(`${example.text}\n`, example.signature, verifier)).toBe(false);
  });

  it('is valid for its signer as long as nothing of it is changed', () => {
    const [one, other] = [signer(), signer()];
    const verifier = verifierIn(verifierKey(one));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const line = signatureLine(text, one);
        expect(verifier && isSigned(text, line, verifier)).toBe(true);
        expect(signatureLine(text, one)).toBe(line);
        expect(isSigned(text, line, other)).toBe(false);
        expect(isSigned(text, line, { ...one, name: 'other' })).toBe(false);
        expect(isSigned(`${text}.`, line, one)).toBe(false);
        const place = at % (line.length - 1);
        expect(isSigned(text, line.slice(0, place) + line.slice(place + 1), one)).toBe(false);
      }),
    );
  });

  it('rejects a verifier key that is malformed or has another hash', () => {
    const key = verifierKey(signer());
    for (const none of [
      key.replace('xudai', 'other'),
      key.replace('xudai+', 'xudai'),
      `${key}A`,
      `of the city ${key}`,
      key.slice(0, -1),
      'xudai',
      '',
    ])
      expect([none, verifierIn(none)]).toEqual([none, undefined]);
  });

  it('rejects a verifier key of another kind of signature', () => {
    const text = verifierKey(signer());
    const [name = '', hash = ''] = text.split('+');
    const bytes = Buffer.from(text.slice(`${name}+${hash}+`.length), 'base64');
    const of = (kind: number): string =>
      [name, hash, Buffer.concat([Buffer.from([kind]), bytes.subarray(1)]).toString('base64')].join('+');
    expect(verifierIn(of(1))).toMatchObject({ name });
    expect(verifierIn(of(2))).toBeUndefined();
  });

  it('has a key that OpenSSL can read', () => {
    expect(publicKeyPem(signer())).toMatch(
      /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=]{60}\n-----END PUBLIC KEY-----\n$/,
    );
  });
});
