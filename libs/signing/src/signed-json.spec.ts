import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSignedJson, signedJson } from './signed-note.js';

const signer = { name: 'xudai', ...generateKeyPairSync('ed25519') };
const documents = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true });

describe('a document with its signature', () => {
  it('is the signed content and the signature, deterministically', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = signedJson(document, signer);
        expect(signedJson(document, signer)).toBe(text);
        expect(isSignedJson(text, signer)).toBe(true);
        const { signature, ...read } = JSON.parse(text) as Record<string, unknown>;
        expect(signature).toMatch(/^— xudai [A-Za-z0-9+/]{91}=$/);
        if (!Object.hasOwn(document, 'signature')) expect(read).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });

  it('is invalid with a changed, missing or additional byte', () => {
    const text = signedJson({ amount: '1.00', recorded: 7, z: ['，'] }, signer);
    for (let at = 0; at < text.length; at += 1) {
      const byte = text.charCodeAt(at);
      for (const other of ['', String.fromCharCode(byte ^ 1), `${text[at]} `])
        expect([at, isSignedJson(text.slice(0, at) + other + text.slice(at + 1), signer)]).toEqual([
          at,
          false,
        ]);
    }
  });

  it('is invalid with anything before or after it', () => {
    const text = signedJson({ amount: '1.00' }, signer);
    for (const more of ['{"amount":"9.00"}\n', 'x', '\n']) {
      expect([more, isSignedJson(more + text, signer)]).toEqual([more, false]);
      expect([more, isSignedJson(text + more, signer)]).toEqual([more, false]);
    }
  });

  it('is invalid with another key, or without a signature', () => {
    const other = { name: 'xudai', ...generateKeyPairSync('ed25519') };
    expect(isSignedJson(signedJson({ a: 1 }, other), signer)).toBe(false);
    for (const text of ['', '{"a":1}\n', '{"a":1,"signature":""}\n'])
      expect(isSignedJson(text, signer)).toBe(false);
  });
});
