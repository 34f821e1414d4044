import { createHash, randomInt } from 'node:crypto';

/** The form of a key: `xk_{keyId}_{secret}`. */
const keyPattern = /^xk_([a-z0-9]{4,32})_([A-Za-z0-9]{32,128})$/;

export const keyIdOf = (keyText: string): string | undefined => keyPattern.exec(keyText)?.[1];

/** Only this is stored. The secret has 238 random bits, so that a slow hash would protect nothing. */
export const hashOfKey = (keyText: string): string => createHash('sha256').update(keyText).digest('hex');

const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';
const mixed = `${lower}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;

const randomText = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

export const newKeyId = (): string => randomText(lower, 12);

export const newKeyText = (keyId: string): string => `xk_${keyId}_${randomText(mixed, 40)}`;
