import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containsResidentNumber } from './resident-number.js';

/* What a resident number is, as the contract words it, written down a second time: with expressions and dates of the platform. */

const today = '2024-05-06';
const factors = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

const checkOf = (first17: string): string =>
  '10X98765432'.charAt(
    [...first17].reduce((sum, digit, at) => sum + Number(digit) * (factors[at] ?? 0), 0) % 11,
  );

const isNumber = (found: string): boolean => {
  const number = found.replaceAll(/[ -]/g, '');
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const at = new Date(`${day}T00:00:00Z`);
  const isReal = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  const latest = number === found ? today : '2008-05-06';
  return isReal && day >= '1900-01-01' && day <= latest && checkOf(number.slice(0, 17)) === number.charAt(17);
};

const isFound = (text: string): boolean => {
  const plain = text.normalize('NFKC').replaceAll('x', 'X');
  const inARow = plain.match(/(?<![0-9X])[0-9X]{18}(?![0-9X])/g) ?? [];
  // Each place is tried, since what fails here may begin a little later.
  const parted = [...plain].map((_, at) =>
    /^(?:[0-9X]{6}[ -][0-9X]{8}[ -][0-9X]{4})(?![0-9X])/.exec(plain.slice(at)),
  );
  return (
    inARow.some(isNumber) ||
    parted.some((match, at) => match !== null && !/[0-9X]/.test(plain.charAt(at - 1)) && isNumber(match[0]))
  );
};

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const day = fc
  .tuple(
    fc.integer({ min: 1897, max: 2030 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 0, max: 32 }),
  )
  .map(([year, month, date]) => `${year}${String(month).padStart(2, '0')}${String(date).padStart(2, '0')}`);
/** The first and last possible birthdays, in a row and in parts, with the days beside them. */
const edges = [
  '18991231',
  '19000101',
  '20080506',
  '20080507',
  '20240506',
  '20240507',
  '20000229',
  '19000229',
];
/** A number, mostly of a possible birthday and with the right check character, in a row or in parts that may be others. */
const number = fc
  .tuple(
    digits(6),
    fc.oneof(day, fc.constantFrom(...edges)),
    digits(3),
    fc.constantFrom('', '', '', '0', 'X'),
    fc.constantFrom('', '', ' ', '-', '--', '.'),
    fc.constantFrom('', ' ', '-'),
  )
  .map(([office, born, serial, check, first, second]) => {
    const last = check || checkOf(office + born + serial);
    return first === '' ? office + born + serial + last : `${office}${first}${born}${second}${serial}${last}`;
  });
const around = fc.string({ unit: fc.constantFrom(...'0123456789Xx -.a贷'), maxLength: 3 });
const wide = (text: string): string =>
  text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfe_e0));

describe('laws of resident numbers', () => {
  it('they are found where the contract says, and nowhere else', () => {
    const seen = { found: 0, spared: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.oneof(number, around), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (parts, small) => {
          const text = small ? parts.join('').replaceAll('X', 'x') : parts.join('');
          const expected = isFound(text);
          seen[expected ? 'found' : 'spared'] += 1;
          expect(containsResidentNumber(text, today)).toBe(expected);
          expect(containsResidentNumber(wide(text), today)).toBe(expected);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.found, seen.spared)).toBeGreaterThan(40);
  });
});
