import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containsResidentNumber, findResidentNumber } from './resident-number.js';

const today = '2024-05-06';
const number = '11010519491231002X';

const parted = '110105 19491231 002X';

/** A number with the right check character for a person born on a day `YYYYMMDD`. */
const bornOn = (day: string): string => {
  const first = `110105${day}002`;
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (total, weight, index) => total + weight * Number(first.charAt(index)),
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
    `11010519491231002x ${number}`,
    '11010519491231002x',
    '１１０１０５１９４９１２３１００２X',
    '１１０１０５１９４９１２３１００２ｘ',
    '１１０１０５　１９４９１２３１　００２Ｘ',
    '⑪⓪①⓪⑤①⑨④⑨①②③①⓪⓪②Ⅹ',
    '𝟏𝟏𝟎𝟏𝟎𝟓1949₁₂³¹００２ⅹ',
    `${number}\u0307`,
    parted,
    '110105-19491231-002x',
    '110105 19491231-002X',
    '110105\u00a019491231－002X',
    `no. ${parted}, A${parted}B, -${parted}-`,
    `110105-${parted}`,
    `110105 19491231 0021 ${parted}`,
    `${'\u0301'.repeat(40)}${number}${'\u0301'.repeat(40)}`,
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
    `${number}x`,
    `x${number}`,
    '110105194912310021',
    '1101051949123100X2',
    '1101051949123100X5',
    '110105  19491231 002X',
    '110105_19491231_002X',
    '110105\u201019491231\u2010002X',
    '1101051 9491231 002X, 711010 519491231 002X',
    '11010519491231-002X',
    '110105 19491231 0021',
    `1${parted}, X${parted}`,
    `${parted}1, ${parted}x`,
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
    '19991301',
    '20240001',
    '20240100',
    '20240132',
    '20240507',
    '20991231',
  ])('is none with the date %s', (day) => {
    expect(containsResidentNumber(bornOn(day), today)).toBe(false);
  });

  it('in three parts is found only for people of at least sixteen', () => {
    const inParts = (day: string): string => bornOn(day).replace(/^(.{6})(.{8})/, '$1-$2-');
    for (const day of ['19000101', '19491231', '20080229', '20080506'])
      expect([day, containsResidentNumber(inParts(day), today)]).toEqual([day, true]);
    for (const day of ['18991231', '20080507', '20240506', '20080431'])
      expect([day, containsResidentNumber(inParts(day), today)]).toEqual([day, false]);
    expect(containsResidentNumber(inParts('20080229'), '2024-02-29')).toBe(true);
    expect(containsResidentNumber(inParts('20080229'), '2024-02-28')).toBe(false);
  });

  it('is recognised by its check character', () => {
    for (const character of '0123456789X')
      expect(containsResidentNumber(number.slice(0, 17) + character, today)).toBe(character === 'X');
  });

  it('is found between any characters other than digits and X', () => {
    const around = fc
      .string({ unit: 'binary' })
      .map((text) => text.replaceAll(/[^\p{ASCII}]|[0-9Xx]/gu, '贷'));
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(containsResidentNumber(`${before}${number}${after}`, today)).toBe(true);
      }),
    );
  });

  it('is searched for in linear time', () => {
    expect(containsResidentNumber('1'.repeat(400_000), today)).toBe(false);
    expect(containsResidentNumber(`${'1X '.repeat(100_000)}${number}`, today)).toBe(true);
    expect(containsResidentNumber('110105 19491231 '.repeat(25_000), today)).toBe(false);
  });

  it('is searched for in some milliseconds in a report of 64 KiB', () => {
    // Put in order one by one, the marks of one letter would take more than a second.
    const marks = 'a\u0301\u0323'.concat('\u0301\u0323'.repeat(16_000));
    for (const text of ['1'.repeat(65_536), '１'.repeat(21_800), marks, '\u0301\uff9e'.repeat(13_000)]) {
      // Of processor time: what else the machine does changes nothing.
      const before = process.cpuUsage();
      for (let times = 0; times < 10; times += 1) expect(containsResidentNumber(text, today)).toBe(false);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(1_000);
    }
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
    ['in another member of a borrower with a USCC', { borrower: { idType: 'USCC', id: 'x', name: number } }],
    ['as the id of what is no borrower', { data: { idType: 'USCC', id: number } }],
    ['as the id of a borrower of two', { borrower: [{ idType: 'USCC', id: number }] }],
    ['deeper in the id of a borrower with a USCC', { borrower: { idType: 'USCC', id: { id: number } } }],
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
    ['null', [null, { borrower: null }]],
    ['figures', { a: [1, true, null, 110_105_194_912_310] }],
    ['the id of a borrower with a USCC', { data: { borrower: { idType: 'USCC', id: number } } }],
    ['that of a replacement', { replacement: { borrower: { idType: 'USCC', id: number } } }],
    ['halves in two members', { a: number.slice(0, 9), b: number.slice(9) }],
  ])('is not found in %s', (_name, value) => {
    expect(findResidentNumber(value, today)).toBe(false);
  });

  it('is found at any depth without an overflow', () => {
    let value: unknown = number;
    for (let depth = 0; depth < 100_000; depth += 1) value = depth % 2 ? [value] : { a: value };
    expect(findResidentNumber(value, today)).toBe(true);
  });

  it('is found in any place', () => {
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
