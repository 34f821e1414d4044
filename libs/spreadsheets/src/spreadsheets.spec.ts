import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { decimal, money } from '#contract';
import { columnsOf, csvHead, csvRows, workbookOf } from './index.js';

const borrower = z.strictObject({ id: z.string(), name: z.string().exactOptional() }).meta({ id: 'B' });
const claim = z.strictObject({ status: z.enum(['PENDING', 'DENIED']), seq: z.int() }).meta({ id: 'C' });
const loan = z.strictObject({
  loanId: z.string(),
  borrower,
  outstanding: money,
  share: decimal.nullable(),
  renewals: z.int(),
  isLate: z.boolean(),
  tags: z.array(z.string()),
  legs: z.array(z.strictObject({ no: z.int() })),
  claim: claim.nullable(),
  period: z.union([
    z.strictObject({ from: z.string(), to: z.string() }),
    z.strictObject({ asAt: z.string() }),
  ]),
  keys: z.partialRecord(z.enum(['district', 'month']), z.string()),
  data: z.record(z.string(), z.unknown()),
});
const columns = columnsOf(loan);
const names = columns.map(({ path }) => path.join('.'));

const example = {
  loanId: 'L-1',
  borrower: { id: 'B-1' },
  outstanding: '-1000000.00',
  share: null,
  renewals: 3,
  isLate: false,
  tags: ['CHAIN', 'GREEN'],
  legs: [{ no: 0 }, { no: 1 }],
  claim: { status: 'DENIED', seq: 7 },
  period: { asAt: '2024-12-31' },
  keys: { month: '2024-05' },
  data: { a: [1] },
};

const csvOf = (items: readonly unknown[]): string => csvHead(columns) + csvRows(columns, items);
const readBack = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true });

const bytesOf = async (items: readonly unknown[], rowsOfASheet?: number): Promise<Uint8Array> => {
  async function* parts() {
    for (const item of items) yield [item];
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of workbookOf(columns, parts(), rowsOfASheet)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const sheetsOf = async (...asked: Parameters<typeof bytesOf>): Promise<readonly string[]> => {
  const files = unzipSync(await bytesOf(...asked));
  return Object.keys(files)
    .filter((name) => name.startsWith('xl/worksheets/'))
    .map((name) => strFromU8(files[name] ?? new Uint8Array()));
};

const placeOf = (letters: string): number =>
  [...letters].reduce((place, letter) => place * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Each row as the text or number of its cells, each where it says that it is. */
const rowsIn = (sheet: string): readonly (readonly string[])[] =>
  [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, row, cells = '']) => {
    const values: string[] = Array.from({ length: columns.length }, () => '');
    for (const [, letters = '', of, cell = ''] of cells.matchAll(/<c r="([A-Z]+)(\d+)"[^>]*>(.*?)<\/c>/gs)) {
      expect(of).toBe(row);
      values[placeOf(letters)] = cell
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
    }
    return values;
  });

describe('the columns of a list', () => {
  it('are the members of its items by their paths', () => {
    expect(names).toEqual([
      'loanId',
      'borrower.id',
      'borrower.name',
      'outstanding',
      'share',
      'renewals',
      'isLate',
      'tags',
      'legs',
      'claim.status',
      'claim.seq',
      'period.from',
      'period.to',
      'period.asAt',
      'keys.district',
      'keys.month',
      'data',
    ]);
  });
});

describe('CSV', () => {
  it('has a cell for each column, numbers as they are, lists in one', () => {
    expect(readBack(csvOf([example]))).toEqual([
      {
        loanId: 'L-1',
        'borrower.id': 'B-1',
        'borrower.name': '',
        outstanding: '-1000000.00',
        share: '',
        renewals: '3',
        isLate: 'false',
        tags: 'CHAIN;GREEN',
        legs: '[{"no":0},{"no":1}]',
        'claim.status': 'DENIED',
        'claim.seq': '7',
        'period.from': '',
        'period.to': '',
        'period.asAt': '2024-12-31',
        'keys.district': '',
        'keys.month': '2024-05',
        data: '{"a":[1]}',
      },
    ]);
  });

  it('keeps any text, with an apostrophe where a spreadsheet would run it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (loanId) => {
        const [row] = readBack(csvOf([{ ...example, loanId }]));
        expect(row?.loanId).toBe(/^[=+\-@\t\r＝＋－＠]/.test(loanId) ? `'${loanId}` : loanId);
      }),
    );
  });
});

describe('a workbook', () => {
  it('has the same cells as CSV', async () => {
    const [sheet = ''] = await sheetsOf([example]);
    const [head, row] = rowsIn(sheet);
    expect(head).toEqual(names);
    expect(row).toEqual([
      'L-1',
      'B-1',
      '',
      '-1000000.00',
      '',
      '3',
      '0',
      'CHAIN;GREEN',
      '[{"no":0},{"no":1}]',
      'DENIED',
      '7',
      '',
      '',
      '2024-12-31',
      '',
      '2024-05',
      '{"a":[1]}',
    ]);
  });

  it('holds text as text, and numbers only where a spreadsheet keeps them exactly', async () => {
    const [sheet = ''] = await sheetsOf([
      { ...example, loanId: '=1+1', outstanding: '1234567890123.45' },
      { ...example, outstanding: '12345678901234.56' },
    ]);
    expect(sheet).toContain('<c r="A2" t="inlineStr" s="1"><is><t xml:space="preserve">=1+1</t></is></c>');
    expect(sheet).toContain('<c r="D2"><v>1234567890123.45</v></c>');
    expect(sheet).toContain('<t xml:space="preserve">12345678901234.56</t>');
    expect(sheet).not.toContain('<f>');
  });

  it('is well-formed with any text: markup, control characters, lone surrogates, more than a cell holds', async () => {
    const hostile = '<b>&"\u0000\u001b\uffff_x0041_\ud800 ';
    const [sheet = ''] = await sheetsOf([
      { ...example, loanId: hostile },
      { ...example, loanId: 'x'.repeat(40_000) },
    ]);
    const [, first, second] = rowsIn(sheet);
    expect(first?.[0]).toBe('<b>&"\ufffd\ufffd\ufffd_x005F_x0041_\ufffd ');
    expect(second?.[0]).toBe(`${'x'.repeat(32_766)}…`);
  });

  it('continues on another sheet when one is full, each with its header', async () => {
    const items = Array.from({ length: 5 }, (_, index) => ({ ...example, loanId: `L-${index}` }));
    const sheets = (await sheetsOf(items, 3)).map(rowsIn);
    expect(sheets.map((rows) => rows.map(([id]) => id))).toEqual([
      ['loanId', 'L-0', 'L-1'],
      ['loanId', 'L-2', 'L-3'],
      ['loanId', 'L-4'],
    ]);
  });
});
