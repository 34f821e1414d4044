import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSignedJson, signedJson } from './signed-note.js';

const signer = { name: 'xudai', ...generateKeyPairSync('ed25519') };
const documents = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true });

describe('a document with its signature', () => {
  it('is what was signed and the signature, and the same bytes each time', () => {
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

  it('is found out when a byte of it is another, or one is missing or too many', () => {
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

  it('is all there is: with something before or after it, it is not signed', () => {
    const text = signedJson({ amount: '1.00' }, signer);
    for (const more of ['{"amount":"9.00"}\n', 'x', '\n']) {
      expect([more, isSignedJson(more + text, signer)]).toEqual([more, false]);
      expect([more, isSignedJson(text + more, signer)]).toEqual([more, false]);
    }
  });

  it('is not signed by another key, or not at all', () => {
    const other = { name: 'xudai', ...generateKeyPairSync('ed25519') };
    expect(isSignedJson(signedJson({ a: 1 }, other), signer)).toBe(false);
    for (const text of ['', '{"a":1}\n', '{"a":1,"signature":""}\n'])
      expect(isSignedJson(text, signer)).toBe(false);
  });
});
