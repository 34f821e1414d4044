import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Signer } from './signed-note.js';

/** All registries have the same name; the key hash tells them apart. */
const name = 'xudai';

const ownerOnly = 0o600;
const others = 0o077;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';

/** The message is for the operator, and repeats neither the path nor the content of the file. */
export class SigningKeyFault extends Error {}

/** Mode and content are read through one descriptor, so that they are of the same file. */
const readKey = (file: string): KeyObject => {
  const handle = openSync(file, 'r');
  try {
    const { mode } = fstatSync(handle);
    if ((mode & others) !== 0)
      throw new SigningKeyFault(
        'its file may be read or written by others than its owner; chmod 600 makes it right',
      );
    return keyIn(readFileSync(handle));
  } finally {
    closeSync(handle);
  }
};

const keyIn = (pem: Buffer): KeyObject => {
  const fault = new SigningKeyFault('its file holds no Ed25519 private key in PEM without a password');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw fault;
  }
  if (key.asymmetricKeyType !== 'ed25519') throw fault;
  return key;
};

/** Creates the key file. Of several processes that do so at once, all use the first. */
const makeKey = (file: string): void => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  makeFolder(path.dirname(file));
  try {
    const handle = openSync(draft, 'wx', ownerOnly);
    try {
      writeFileSync(handle, pem);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    // A hard link never replaces an existing file, and no reader sees it half written.
    linkSync(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
};

const faultOf = (error: unknown): SigningKeyFault =>
  error instanceof SigningKeyFault
    ? error
    : new SigningKeyFault(`its file cannot be read or made (${codeOf(error)})`, { cause: error });

/** The fault of an existing key file; undefined where there is none, or no file yet. */
export const faultOfSigningKey = (file: string): string | undefined => {
  try {
    readKey(file);
    return undefined;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? undefined : faultOf(error).message;
  }
};

/**
 * Reads the signing key of the registry; creates the file where it does not exist.
 *
 * @throws SigningKeyFault where the file is no valid key, or cannot be created
 */
export const signingKey = (file: string): Signer => {
  try {
    const privateKey = madeOrFound(file);
    return { name, privateKey, publicKey: createPublicKey(privateKey) };
  } catch (error) {
    throw faultOf(error);
  }
};

const madeOrFound = (file: string): KeyObject => {
  try {
    return readKey(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    makeKey(file);
    return readKey(file);
  }
};
