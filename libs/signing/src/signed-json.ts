import { canonicalJson } from '#canonical-json';
import { isSigned, signatureLine, type Signer, type Verifier } from './signed-note.js';

/*
 * A document that says itself who signed it: one line of JSON, canonical (RFC 8785) but for its last member, the signature. What is signed
 * is the line without that member, with its end: whoever cuts it off has the signed bytes, without a parser.
 */

export const signedJson = (document: object, signer: Signer): string => {
  const text = canonicalJson(document);
  return `${text.slice(0, -1)},"signature":${JSON.stringify(signatureLine(`${text}\n`, signer))}}\n`;
};

const form = /^(\{[^\n]*),"signature":"([^"\\\n]*)"\}\n$/;

/** Whether every byte is as it was signed. */
export const isSignedJson = (text: string, verifier: Verifier): boolean => {
  const [, signed, line] = form.exec(text) ?? [];
  return signed !== undefined && line !== undefined && isSigned(`${signed}}\n`, line, verifier);
};
