import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '#canonical-json';

/*
 * Signatures by Ed25519 in the form of C2SP signed notes (https://c2sp.org/signed-note), which the tools of transparency logs read: a text
 * whose last line is ended, an empty line, and a line with the signature. A key goes by a name and the hash of both, so that it cannot be
 * taken for another one; whoever checks has it as one line of text, the verifier key.
 */

/** Says who signed, and how to check it. */
export interface Verifier {
  /** Without spaces and `+`. */
  readonly name: string;
  readonly publicKey: KeyObject;
}

export interface Signer extends Verifier {
  readonly privateKey: KeyObject;
}

/** The type of an Ed25519 signature, before the key wherever it is hashed or published. */
const ed25519 = Buffer.from([1]);
const [hashBytes, signatureBytes] = [4, 64] as const;

/** One text for one value: Node.js reads many for the same. */
const bytesOf = (base64: string): Buffer | undefined => {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
};

const rawKey = ({ publicKey }: Verifier): Buffer =>
  Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');

const keyHash = (verifier: Verifier): Buffer =>
  createHash('sha256')
    .update(`${verifier.name}\n`)
    .update(ed25519)
    .update(rawKey(verifier))
    .digest()
    .subarray(0, hashBytes);

/** `name+hash+key`: what whoever checks is given. */
export const verifierKey = (verifier: Verifier): string =>
  [
    verifier.name,
    keyHash(verifier).toString('hex'),
    Buffer.concat([ed25519, rawKey(verifier)]).toString('base64'),
  ].join('+');

const verifierForm = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/;

/** Undefined where it is none, or its hash is another one's. */
export const verifierIn = (text: string): Verifier | undefined => {
  const [, name = '', hash, key = ''] = verifierForm.exec(text) ?? [];
  const bytes = bytesOf(key);
  if (name === '' || bytes === undefined || bytes[0] !== ed25519[0]) return undefined;
  const x = bytes.subarray(ed25519.length).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const verifier = { name, publicKey };
  return keyHash(verifier).toString('hex') === hash ? verifier : undefined;
};

/** The public half as OpenSSL reads it. */
export const publicKeyPem = ({ publicKey }: Verifier): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** The line that follows a text and an empty line, without its end: the same for the same text, whenever it is made. */
export const signatureLine = (text: string, signer: Signer): string => {
  const signature = sign(null, Buffer.from(text), signer.privateKey);
  return `— ${signer.name} ${Buffer.concat([keyHash(signer), signature]).toString('base64')}`;
};

/** Whether the line is the verifier's signature of the text. */
export const isSigned = (text: string, line: string, verifier: Verifier): boolean => {
  const [dash, name, base64 = '', ...more] = line.split(' ');
  const bytes = bytesOf(base64);
  if (dash !== '—' || name !== verifier.name || more.length > 0) return false;
  if (bytes?.length !== hashBytes + signatureBytes) return false;
  const [hash, signature] = [bytes.subarray(0, hashBytes), bytes.subarray(hashBytes)];
  return hash.equals(keyHash(verifier)) && verify(null, Buffer.from(text), verifier.publicKey, signature);
};

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
