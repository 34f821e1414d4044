import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { districts, industrySection, industrySections, isDistrict, isIndustry } from './statistical-codes.js';
import {
  asInstitutionCode,
  asLoanId,
  idGrammar,
  type InstitutionCode,
  isCnaps,
  isIdentifier,
  isInstitutionCode,
  isLei,
  isPersonToken,
  type LoanId,
} from './identifier.js';

type Recogniser = (text: string) => boolean;

const changedDigits = (code: string): readonly string[] =>
  [...code].flatMap((digit0, index) =>
    [...'0123456789']
      .filter((digit) => /\d/.test(digit0) && digit !== digit0)
      .map((digit) => code.slice(0, index) + digit + code.slice(index + 1)),
  );

describe.each<[string, Recogniser, readonly string[], readonly string[]]>([
  [
    'ids',
    isIdentifier,
    [
      'a',
      'L7',
      '2024-05-06-000123',
      'A_b.c:d-9',
      'x'.repeat(64),
      '...',
      '....',
      '.a',
      '..a',
      'a.',
      '.'.repeat(64),
      `.a${'.'.repeat(62)}`,
    ],
    [
      '',
      '.',
      '..',
      '.\n',
      '.'.repeat(65),
      `.${'a'.repeat(64)}`,
      'x'.repeat(65),
      'a b',
      'a/b',
      'é',
      'a\n',
      '贷',
    ],
  ],
  [
    'person tokens',
    isPersonToken,
    ['P1_ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'P1_AB234567AB234567AB234567AB'],
    [
      '',
      'P1_ABCDEFGHIJKLMNOPQRSTUVWXY',
      'P1_ABCDEFGHIJKLMNOPQRSTUVWXYZA',
      'P2_ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'p1_ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      'P1_abcdefghijklmnopqrstuvwxyz',
      'P1_ABCDEFGHIJKLMNOPQRSTUVWXY1',
      'P1_ABCDEFGHIJKLMNOPQRSTUVWXY8',
      'P1_ABCDEFGHIJKLMNOPQRSTUVWXYZ\n',
    ],
  ],
  [
    'institution codes',
    isInstitutionCode,
    ['C1010211000012', 'CA010211000012'],
    [
      '',
      'C101021100001',
      'C10102110000123',
      'c1010211000012',
      '11010211000012',
      'C1A10211000012',
      'C1010211000012\n',
    ],
  ],
  [
    'LEIs',
    isLei,
    ['300300C1030935001303'],
    [
      '',
      '969500T3MBS4SQAMHJ45',
      '300300c1030935001303',
      '300300C103093500130',
      '300300C1030935001303\n',
      '300300C10309350013A3',
    ],
  ],
  [
    'CNAPS numbers',
    isCnaps,
    ['310290000013', '102100099996'],
    ['', '31029000001', '3102900000130', '31029000001X', '310290000013\n', '３10290000013'],
  ],
])('%s', (_name, recognises, right, wrong) => {
  it.each(right)('are like %s', (text) => {
    expect(recognises(text)).toBe(true);
  });

  it.each(wrong)('are not like %j', (text) => {
    expect(recognises(text)).toBe(false);
  });
});

describe('check digits', () => {
  it.each<[string, Recogniser]>([
    ['300300C1030935001303', isLei],
    ['310290000013', isCnaps],
    ['102100099996', isCnaps],
  ])('of %s see every changed digit', (code, recognises) => {
    for (const changed of changedDigits(code)) expect(recognises(changed)).toBe(false);
  });
});

describe('the grammar of ids', () => {
  it('is that of the contract: 1 to 64 characters, but neither one dot nor two', () => {
    const grammar = new RegExp(`^${idGrammar}$`);
    const text = fc.string({ unit: fc.constantFrom(...'.aZ_:-9 /é'), maxLength: 66, size: 'max' });
    fc.assert(
      fc.property(text, (id) => {
        expect(grammar.test(id)).toBe(/^[A-Za-z0-9_.:-]{1,64}$/.test(id) && id !== '.' && id !== '..');
      }),
    );
  });
});

describe('districts', () => {
  it('are the 16 of Shanghai and the city as a whole', () => {
    expect(districts.map(({ code }) => code).join(' ')).toBe(
      '310000 310101 310104 310105 310106 310107 310109 310110 310112 310113 310114 310115 310116 310117 310118 310120 310151',
    );
    for (const { code } of districts) expect(isDistrict(code)).toBe(true);
    for (const code of ['', '310100', '310102', '310103', '310119', '110101', ' 310101', '310101\n'])
      expect(isDistrict(code)).toBe(false);
  });
});

describe('industries', () => {
  it('are sections A to T, whose divisions 01 to 97 follow each other', () => {
    expect(industrySections.map(({ section }) => section).join('')).toBe('ABCDEFGHIJKLMNOPQRST');
    const divisions = industrySections.flatMap(({ divisions: [first, last] }) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    expect(divisions).toEqual(Array.from({ length: 97 }, (_, index) => index + 1));
  });

  it.each([
    ['A', 'A'],
    ['A01', 'A'],
    ['C13', 'C'],
    ['C43', 'C'],
    ['J66', 'J'],
    ['K70', 'K'],
    ['T97', 'T'],
  ])('%s is of section %s', (code, section) => {
    expect(isIndustry(code)).toBe(true);
    expect(industrySection(code)).toBe(section);
  });

  it.each(['', 'U', 'c13', 'C12', 'C44', 'A00', 'A1', 'A001', 'T98', '13', 'C133', 'C13\n', 'constructor'])(
    '%j is none',
    (code) => {
      expect(isIndustry(code)).toBe(false);
      expect(() => industrySection(code)).toThrow(TypeError);
    },
  );
});

it('only checked text becomes an id, and ids of different things are different types', () => {
  const loanId: LoanId = asLoanId('L7');
  expect(loanId).toBe('L7');
  expect(asInstitutionCode('C1457204326043')).toBe('C1457204326043');
  for (const text of ['', '.', 'L 7', 'x'.repeat(65)]) {
    expect(() => asLoanId(text)).toThrow(TypeError);
    expect(() => asInstitutionCode(text)).toThrow(TypeError);
  }
  // @ts-expect-error: a loan is no institution.
  const institution: InstitutionCode = loanId;
  expect(institution).toBe(loanId);
});
