import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifierKey } from './signed-note.js';
import { faultOfSigningKey, signingKey } from './signing-key.file.js';

const none = 'its file holds no Ed25519 private key in PEM without a password';

describe('the file of the signing key', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-signing-'));
    file = path.join(folder, 'data', 'signing-key.pem');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const holding = (content: string | Buffer, mode = 0o600): string => {
    const held = path.join(folder, 'key.pem');
    writeFileSync(held, content);
    chmodSync(held, mode);
    return held;
  };
  const pem = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

  it('is created once, readable by its owner alone, without temporary files left', () => {
    expect(faultOfSigningKey(file)).toBeUndefined();
    const first = verifierKey(signingKey(file));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['signing-key.pem']);
    const bytes = readFileSync(file);
    expect(verifierKey(signingKey(file))).toBe(first);
    expect(readFileSync(file)).toEqual(bytes);
    expect(faultOfSigningKey(file)).toBeUndefined();
  });

  it('is the same for all processes that create it at once', async () => {
    const program = `
      const { signingKey, verifierKey } = await import(process.argv[1]);
      while (Date.now() < Number(process.argv[2]));
      console.log(verifierKey(signingKey(process.argv[3])));`;
    const lib = path.resolve('dist/libs/signing/src/index.js');
    const args = ['--input-type=module', '-e', program, lib, String(Date.now() + 1_500), file];
    const keys = await Promise.all(
      Array.from({ length: 6 }, async () =>
        (await promisify(execFile)(process.execPath, args)).stdout.trim(),
      ),
    );
    expect(new Set(keys)).toEqual(new Set([verifierKey(signingKey(file))]));
  });

  it.each([
    ['words', 'not a key'],
    ['nothing', ''],
    ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })],
    [
      'another kind of key',
      generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    [
      'a key with a password',
      generateKeyPairSync('ed25519').privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'x',
      }),
    ],
  ])('is refused where it holds %s', (_, content) => {
    const held = holding(content);
    expect(faultOfSigningKey(held)).toBe(none);
    expect(() => signingKey(held)).toThrow(none);
    expect(String(readFileSync(held))).toBe(String(content));
  });

  it.each([0o640, 0o604, 0o620, 0o644])('is refused where others may use it, as by mode %i', (mode) => {
    const held = holding(pem(), mode);
    expect(faultOfSigningKey(held)).toMatch(/others than its owner; chmod 600/);
    expect(() => signingKey(held)).toThrow(/others than its owner/);
  });

  it('may be readable only, for its owner alone', () => {
    expect(faultOfSigningKey(holding(pem(), 0o400))).toBeUndefined();
  });

  it('is refused where it cannot be created', () => {
    expect(() => signingKey(path.join(folder, 'missing', 'deeper', 'key.pem'))).toThrow(
      'its file cannot be read or made (ENOENT)',
    );
    symlinkSync('nowhere', path.join(folder, 'link'));
    expect(() => signingKey(path.join(folder, 'link'))).toThrow(/cannot be read or made/);
    expect(faultOfSigningKey(folder)).toMatch(/cannot be read|others than its owner/);
  });
});
