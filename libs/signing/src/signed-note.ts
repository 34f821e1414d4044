import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '#canonical-json';

/*
 * Ed25519 signatures as C2SP signed notes (https://c2sp.org/signed-note), the form of transparency logs: a text that ends with a line feed,
 * an empty line, and a line with the signature. A key is identified by its name and a hash of name and key. Verifiers get it as one line
 * of text, the verifier key.
 */

/** The public half of a signing key, with its name. */
export interface Verifier {
  /** Contains no spaces and no `+`. */
  readonly name: string;
  readonly publicKey: KeyObject;
}

export interface Signer extends Verifier {
  readonly privateKey: KeyObject;
}

/** The algorithm byte of Ed25519, which precedes the key where it is hashed or published. */
const ed25519 = Buffer.from([1]);
const [hashBytes, signatureBytes] = [4, 64] as const;

/** Decodes canonical base64 only: Node.js accepts several texts for the same bytes. */
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

/** `name+hash+key`, the text form of a verifier. */
export const verifierKey = (verifier: Verifier): string =>
  [
    verifier.name,
    keyHash(verifier).toString('hex'),
    Buffer.concat([ed25519, rawKey(verifier)]).toString('base64'),
  ].join('+');

const verifierForm = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/;

/** Parses a verifier key; undefined where it is malformed or its hash does not match. */
export const verifierIn = (text: string): Verifier | undefined => {
  const [, name = '', hash, key = ''] = verifierForm.exec(text) ?? [];
  const bytes = bytesOf(key);
  if (name === '' || bytes === undefined || bytes[0] !== ed25519[0]) return undefined;
  const x = bytes.subarray(ed25519.length).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const verifier = { name, publicKey };
  return keyHash(verifier).toString('hex') === hash ? verifier : undefined;
};

/** The public key as PEM. */
export const publicKeyPem = ({ publicKey }: Verifier): string =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** The signature line of a note, without line feed. Deterministic. */
export const signatureLine = (text: string, signer: Signer): string => {
  const signature = sign(null, Buffer.from(text), signer.privateKey);
  return `— ${signer.name} ${Buffer.concat([keyHash(signer), signature]).toString('base64')}`;
};

/** Whether the line is a valid signature of the text. */
export const isSigned = (text: string, line: string, verifier: Verifier): boolean => {
  const [dash, name, base64 = '', ...more] = line.split(' ');
  const bytes = bytesOf(base64);
  if (dash !== '—' || name !== verifier.name || more.length > 0) return false;
  if (bytes?.length !== hashBytes + signatureBytes) return false;
  const [hash, signature] = [bytes.subarray(0, hashBytes), bytes.subarray(hashBytes)];
  return hash.equals(keyHash(verifier)) && verify(null, Buffer.from(text), verifier.publicKey, signature);
};

/*
 * A signed JSON document: one line of canonical JSON (RFC 8785), with the signature as an additional last member. The signed bytes are the
 * line without that member, with a line feed, so that a verifier gets them by cutting text, without a parser.
 */

export const signedJson = (document: object, signer: Signer): string => {
  const text = canonicalJson(document);
  return `${text.slice(0, -1)},"signature":${JSON.stringify(signatureLine(`${text}\n`, signer))}}\n`;
};

const form = /^(\{[^\n]*),"signature":"([^"\\\n]*)"\}\n$/;

/** Whether the signature is valid for every byte of the document. */
export const isSignedJson = (text: string, verifier: Verifier): boolean => {
  const [, signed, line] = form.exec(text) ?? [];
  return signed !== undefined && line !== undefined && isSigned(`${signed}}\n`, line, verifier);
};
