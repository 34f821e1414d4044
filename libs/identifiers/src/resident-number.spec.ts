import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containsResidentNumber, findResidentNumber } from './resident-number.js';

const today = '2024-05-06';
const number = '11010519491231002X';

/** A number with the right check character for a person born on a day `YYYYMMDD`. */
const bornOn = (day: string): string => {
  const first = `110105${day}002`;
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (total, weight, place) => total + weight * Number(first.charAt(place)),
    0,
  );
  return first + '10X98765432'.charAt(sum % 11);
};

describe('a resident identity number in a text', () => {
  it.each([
    number,
    `身份证${number}。`,
    `id: ${number}, name`,
    `A${number}B`,
    `-${number}-`,
    `0 ${number} 0`,
    `110105 ${number}`,
    `${number}x`,
    `11010519491231002x ${number}`,
    `110105194912310021 ${number}`,
  ])('is found: %s', (text) => {
    expect(containsResidentNumber(text, today)).toBe(true);
  });

  it.each([
    '',
    'no number',
    number.slice(1),
    `1${number}`,
    `${number}1`,
    `${number}X`,
    `X${number}`,
    `${number}${number}`,
    '110105194912310021',
    '11010519491231002x',
    '110105 19491231 002X',
    '1101051949123100X2',
    '１１０１０５１９４９１２３１００２X',
  ])('is not found: %j', (text) => {
    expect(containsResidentNumber(text, today)).toBe(false);
  });

  it.each(['19491231', '19000101', '20000229', '20240229', '20240506'])('may be of one born on %s', (day) => {
    expect(containsResidentNumber(bornOn(day), today)).toBe(true);
  });

  it.each([
    '18991231',
    '19000229',
    '20230229',
    '20240431',
    '20241301',
    '20240001',
    '20240100',
    '20240132',
    '20240507',
    '20991231',
  ])('is none with the date %s', (day) => {
    expect(containsResidentNumber(bornOn(day), today)).toBe(false);
  });

  it('is known by its check character', () => {
    for (const character of '0123456789X')
      expect(containsResidentNumber(number.slice(0, 17) + character, today)).toBe(character === 'X');
  });

  it('is found whatever surrounds it that is no digit and no X', () => {
    const around = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[0-9X]/g, '-'));
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(containsResidentNumber(`${before}${number}${after}`, today)).toBe(true);
      }),
    );
  });

  it('is looked for in time that grows with the length alone', () => {
    expect(containsResidentNumber('1'.repeat(4_000_000), today)).toBe(false);
    expect(containsResidentNumber(`${'1X '.repeat(1_000_000)}${number}`, today)).toBe(true);
  });
});

describe('a resident identity number in a report', () => {
  it.each([
    ['alone', number],
    ['in a member', { data: { reason: `wrong: ${number}` } }],
    ['in an array', { tags: ['a', ['b', number]] }],
    ['in a name', { [number]: 1 }],
    ['in a name beside an empty value', { data: { [`id-${number}`]: null } }],
    ['as a person token', { borrower: { idType: 'PERSON_TOKEN', id: number } }],
    ['as the id of no type', { borrower: { id: number } }],
    ['in another member of a borrower with a USCC', { idType: 'USCC', id: 'x', name: number }],
    ['deeper in the id of a borrower with a USCC', { idType: 'USCC', id: { id: number } }],
    [
      'in the report itself, beside a borrower with a USCC',
      { id: number, data: { borrower: { idType: 'USCC', id: number } } },
    ],
    ['in __proto__', JSON.parse(`{"__proto__":"${number}"}`)],
  ])('is found %s', (_name, value) => {
    expect(findResidentNumber(value, today)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['figures', { a: [1, true, null, 110_105_194_912_310] }],
    ['the id of a borrower with a USCC', { data: { borrower: { idType: 'USCC', id: number } } }],
    ['halves in two members', { a: number.slice(0, 9), b: number.slice(9) }],
  ])('is not found in %s', (_name, value) => {
    expect(findResidentNumber(value, today)).toBe(false);
  });

  it('is found at any depth without an overflow', () => {
    let value: unknown = number;
    for (let depth = 0; depth < 100_000; depth += 1) value = depth % 2 ? [value] : { a: value };
    expect(findResidentNumber(value, today)).toBe(true);
  });

  it('is found wherever it is put', () => {
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant('MARK'),
        fc.integer(),
        fc.string(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('id', 'name', 'data', 'MARK'), tie('value')),
      ),
    }));
    fc.assert(
      fc.property(json.value, (value) => {
        const text = JSON.stringify(value);
        expect(findResidentNumber(JSON.parse(text.replaceAll('MARK', number)), today)).toBe(
          text.includes('MARK'),
        );
      }),
    );
  });
});
