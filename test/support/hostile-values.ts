import type { Kind } from './query-parameters.js';

const long = 'a'.repeat(10_000);
/** What is no text as PostgreSQL or UTF-8 has it: a NUL, an escape that is none, a lone surrogate, an overlong form. */
const noText = ['', '%00', 'a%00b', '%', '%zz', '%ff', '%ED%A0%80', '%C0%80', long];
const noNumber = ['0', '-1', '%2B1', '01', '1.5', '1e3', '0x10', 'NaN', 'Infinity', '１', ' 1'].map(
  encodeURI,
);
const beyond = ['2147483648', '9007199254740993', '9223372036854775808', '9'.repeat(400)];

export const hostileValues: Readonly<
  Record<Kind, { readonly refused: readonly string[]; readonly taken: readonly string[] }>
> = {
  filter: {
    refused: noText,
    taken: ['x', encodeURIComponent("'; drop table facts; --"), '%F0%9F%98%80', '%EF%BF%BF', 'a'.repeat(400)],
  },
  /** One of few, which differ from list to list. */
  word: { refused: [...noText, 'x', 'active', 'MICRO%20', '1'], taken: [] },
  day: {
    refused: [
      ...noText,
      '0000-01-01',
      '0001-01-01',
      '1899-12-31',
      '10000-01-01',
      '%2B275760-09-13',
      '-000001-01-01',
      '2023-02-29',
      '2024-2-1',
      '2024-01-01T00:00:00Z',
      '20240101',
      'infinity',
    ],
    taken: ['1900-01-01', '2024-02-29', '9999-12-31'],
  },
  moment: {
    refused: [
      ...noText,
      '0000-01-01T00:00:00Z',
      '0001-01-01T00:00:00%2B00:01',
      '0001-01-01T00:00:00%2B08:00',
      '9999-12-31T23:59:59-00:01',
      '9999-12-31T23:59:60Z',
      '%2B275760-09-13T00:00:00Z',
      '-000001-01-01T00:00:00Z',
      '2024-01-01T24:00:00Z',
      '2024-01-01T00:00:61Z',
      '2024-01-01T00:00:00%2B24:00',
      '2024-01-01T00:00:00',
      '1899-12-31',
      'infinity',
      'now',
    ],
    taken: [
      '0001-01-01T00:00:00Z',
      '0001-01-01T08:00:00%2B08:00',
      '9999-12-31T23:59:59.999Z',
      '9999-12-31T23:59:59%2B23:59',
      '1900-01-01',
      '9999-12-31',
    ],
  },
  known: {
    refused: [
      ...noText,
      ...noNumber,
      ...beyond.slice(1),
      '2024-01-01',
      '2024-01-01T00:00:00',
      '0001-01-01T00:00:00%2B00:01',
      '9999-12-31T23:59:59Z',
      '%2B275760-09-13T00:00:00Z',
      'now',
      'infinity',
    ],
    taken: ['1', '0001-01-01T00:00:00Z', '2020-01-01T08:00:00%2B08:00'],
  },
  seq: {
    refused: [...noText, ...noNumber, ...beyond.slice(1)],
    taken: ['1', '2147483648', '999999999999999'],
  },
  cut: { refused: [...noText, ...noNumber, ...beyond], taken: ['1'] },
  laterCut: {
    refused: [...noText, ...noNumber, ...beyond].map((text) => `${text}&from=1`),
    taken: ['1&from=1'],
  },
  code: { refused: [...noText, 'a'.repeat(65), 'a%20b', '%F0%9F%98%80'], taken: ['none', 'SH25'] },
  version: { refused: [...noText, ...noNumber, ...beyond], taken: ['1', '2', '999999999'] },
  /** Of the signal alone that is asked for, and within its bounds. */
  threshold: {
    refused: [...noText, ...noNumber, ...beyond, '3', '0.5', '3&signal=first-time-contested'],
    taken: [],
  },
  limit: { refused: [...noText, ...noNumber, '1001', ...beyond], taken: ['1', '1000'] },
  cursor: { refused: [...noText, 'nonsense', 'W10', '0.W10', encodeURIComponent('[1]'), '..'], taken: [] },
  rule: { refused: [...noText, 'nonsense', 'RNW-R2', 'rnw-r02'], taken: ['RNW-R02', 'ZZZ-W99'] },
  flag: { refused: [...noText, '1', 'TRUE', 'yes'], taken: ['true', 'false'] },
  dimensions: {
    refused: [...noText, 'x', 'kind', 'size,', ',size', 'size,size', 'size,month,district', 'size%20'],
    taken: ['size', 'month,size', 'institution,bailoutProgramme'],
  },
  institution: { refused: ['', long, 'a'.repeat(65), '%ff'], taken: ['C1010211000012', '%00', 'x'] },
};
