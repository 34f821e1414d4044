import { describe, expect, it } from '@jest/globals';
import { Utf8Text } from './csv-text.js';

const utf8 = (text: string): Buffer => Buffer.from(text);
const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/** What is said of a file that comes in parts of so many bytes. */
const said = async (file: Buffer, most: number): Promise<string> => {
  const parts = async function* () {
    for (let from = 0; from < file.length; from += most) yield file.subarray(from, from + most);
  };
  const taken: Buffer[] = [];
  try {
    for await (const part of new Utf8Text().in(parts())) taken.push(part);
  } catch (error) {
    return (error as Error).message;
  }
  expect(Buffer.concat(taken)).toEqual(file);
  return 'taken';
};

const header = utf8('id,subject,effectiveDate,amount\r\n1,续贷,2024-05-06,5.00\r\n');

/** In a cell of the third line. */
const withCell = (bytes: Buffer): Buffer => Buffer.concat([header, utf8('2,'), bytes, utf8(',x\r\n')]);

describe('the bytes of a CSV file', () => {
  // The same words for a company in each: 上海有限公司, 臺北有限公司, 東京株式会社, 서울주식회사, Café.
  const cells = {
    gb18030: hex('c9cf baa3 d3d0 cfde b9ab cbbe'),
    big5: hex('bb4f a55f a6b3 adad a4bd a571'),
    bigFiveHigh: hex('b5d8 abd8 a4ce'),
    shiftJis: hex('938c 8b9e 8a94 8eae 89ef 8ed0'),
    eucJp: hex('bbb0 c9a9 c5ec b5fe b6e4 b9d4'),
    eucKr: hex('bcad bfef c1d6 bdc4 c8b8 bbe7'),
    latin1: hex('436166e9'),
    lone: hex('ff'),
  };
  const unnamed = 'The file is not UTF-8: line 3 has bytes that are none.';

  it.each([
    ['GB18030', cells.gb18030, 'The file is GB18030 (GBK, GB2312), not UTF-8.'],
    ['Big5', cells.big5, unnamed],
    ['Big5 that could be GB18030', cells.bigFiveHigh, unnamed],
    ['Shift-JIS', cells.shiftJis, unnamed],
    ['EUC-JP', cells.eucJp, unnamed],
    ['EUC-KR', cells.eucKr, unnamed],
    ['Latin-1', cells.latin1, unnamed],
    ['nothing', cells.lone, unnamed],
    ['text with a NUL', hex('00'), 'Line 3 has a NUL, which no text has.'],
  ])('in %s are refused by their line, and named where that is sure', async (_, cell, words) => {
    for (const most of [1, 7, 1_000]) expect(await said(withCell(cell), most)).toContain(words);
  });

  it.each([
    ['客户撤销了贷款', 'bfcdbba7 b3b7cffa c1cb b4fbbfee'],
    ['贷款发放错误', 'b4fbbfee b7a2b7c5 b4edcef3'],
    ['客户取消', 'bfcdbba7 c8a1cffb'],
    ['放款失败，款项未汇出', 'b7c5bfee caa7b0dc a3ac bfeecfee ceb4 bbe3b3f6'],
    ['借款人死亡', 'bde8bfee c8cb cbc0cdf6'],
    ['撤销', 'b3b7cffa'],
    ['了', 'c1cb'],
    ['客户', 'bfcdbba7'],
    ['款', 'bfee'],
  ])('%s in GB18030 is enough to name it, also far behind the beginning', async (_text, digits) => {
    const long = utf8('1,S1,2024-05-06,5.00\r\n'.repeat(3_000));
    for (const before of [Buffer.alloc(0), long])
      for (const most of [7, 65_536])
        expect(
          await said(
            Buffer.concat([header, before, utf8('2,'), hex(digits), utf8(',x\r\n3,\u7eed,x\r\n')]),
            most,
          ),
        ).toContain('The file is GB18030 (GBK, GB2312), not UTF-8.');
  });

  it('that end within a character are refused', async () => {
    const cut = Buffer.concat([header, utf8('2,续').subarray(0, -1)]);
    for (const most of [1, 7, 1_000]) expect(await said(cut, most)).toContain(unnamed);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeffid,subject\r\n', 'utf16le')],
    ['UTF-16', Buffer.from('\ufeffid,subject\r\n', 'utf16le').swap16()],
    ['UTF-16', Buffer.from('id,subject\r\n', 'utf16le')],
    ['UTF-16', Buffer.from('id,subject\r\n', 'utf16le').swap16()],
    ['UTF-32', hex('fffe0000 69000000')],
    ['GB18030', hex('84319533 6964')],
    ['compressed with gzip', hex('1f8b 0800')],
    ['a workbook', hex('504b0304')],
  ])('%s is known by how it begins', async (words, file) => {
    for (const most of [1, 1_000]) expect(await said(file, most)).toContain(words);
  });

  it('are taken in parts of any size, whatever characters these cut', async () => {
    const file = Buffer.concat([header, utf8('2,🏦续é,x\r\n')]);
    for (const most of [1, 2, 3, 1_000]) expect(await said(file, most)).toBe('taken');
  });
});
