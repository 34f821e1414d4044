import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasRightUsccCheck, hasUsccForm, isUscc, legacyUsccs, usccCheckCharacter } from './identifier.js';

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

/** 2.6. */
const valid = [
  '91310000132260250X',
  '9131000013221158XC',
  '91310000132257510M',
  '9131000010000595XD',
  '91310000631696382C',
  '914403001922038216',
  '9144030071526726XG',
  '91100000100003962T',
];
const legacy = ['91350100M0001TGQXM', '91350211M0000XUF46', '91350203M0001FUE2P', '91350203M0001QAY9B'];

const withCharacter = (code: string, index: number, character: string): string =>
  code.slice(0, index) + character + code.slice(index + 1);

describe('unified social credit codes', () => {
  it.each(valid)('takes %s', (code) => {
    expect(isUscc(code)).toBe(true);
    expect(usccCheckCharacter(code.slice(0, 17))).toBe(code.charAt(17));
  });

  it.each(legacy)('takes %s although its check fails', (code) => {
    expect(isUscc(code)).toBe(true);
    expect(usccCheckCharacter(code.slice(0, 17))).not.toBe(code.charAt(17));
    expect(legacyUsccs.has(code)).toBe(true);
    expect([hasUsccForm(code), hasRightUsccCheck(code)]).toEqual([true, false]);
  });

  it('has four legacy codes', () => {
    expect([...legacyUsccs].sort()).toEqual([...legacy].sort());
  });

  it.each(valid)('takes nothing that differs from %s in one character', (code) => {
    for (let index = 0; index < 18; index += 1)
      for (const character of alphabet) {
        const changed = withCharacter(code, index, character);
        if (changed !== code && !legacyUsccs.has(changed)) expect(isUscc(changed)).toBe(false);
      }
  });

  it.each([...valid, ...legacy])('takes %s in no other form', (code) => {
    expect(isUscc(code.slice(0, 17))).toBe(false);
    expect(isUscc(`${code}0`)).toBe(false);
    expect(isUscc(` ${code}`)).toBe(false);
    expect(isUscc(`${code}\n`)).toBe(false);
    if (/[A-Z]/.test(code)) expect(isUscc(code.toLowerCase())).toBe(false);
    for (let index = 0; index < 18; index += 1)
      for (const character of 'IOSVZ') expect(isUscc(withCharacter(code, index, character))).toBe(false);
  });

  it('detects every single changed character', () => {
    const letter = fc.constantFrom(...alphabet);
    const first17 = fc.array(letter, { minLength: 17, maxLength: 17 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(first17, fc.nat({ max: 17 }), letter, (first, index, character) => {
        const code = first + usccCheckCharacter(first);
        expect(isUscc(code)).toBe(true);
        const changed = withCharacter(code, index, character);
        expect(isUscc(changed)).toBe(changed === code || legacyUsccs.has(changed));
      }),
    );
  });

  it.each(['', '9131000013226025', '91310000132260250X', '9131000013226025I'])(
    'has no check character for %j',
    (text) => {
      expect(() => usccCheckCharacter(text)).toThrow(
        new TypeError('usccCheckCharacter takes the first 17 characters of a USCC'),
      );
    },
  );
});
