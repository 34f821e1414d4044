import { describe, expect, it } from '@jest/globals';
import { digestHeader } from '../support/submitting.js';
import { submittingBank } from '../support/submitting-bank.js';

/* Reports as CSV (3.2): one type a file, columns by the schema's members. */

const csv = 'text/csv; charset=utf-8';
const issued = 'xudai.loan.issued.v1';
const header =
  'id,subject,effectiveDate,borrower.idType,borrower.id,borrower.kind,borrower.size,borrower.district,borrower.industry,borrower.name,principal,maturityDate,product,rateBp,guarantee,tags';
const line = (id: string, name = 'A', principal = '1000.00', tags = 'INCLUSIVE;GREEN'): string =>
  `${id},${id},2024-01-10,USCC,91310000132260250X,ENTERPRISE,SMALL,310115,C13,${name},${principal},2024-12-20,WORKING_CAPITAL,380,CREDIT,${tags}`;

describe('a CSV file', () => {
  const { bank, keys, registry, query, nothingLeft, submit, ended } = submittingBank();
  const sent = (file: string | Buffer, reports: number, type = issued) =>
    submit(file, {
      type: csv,
      headers: {
        'content-digest': digestHeader(file),
        'xudai-record-count': String(reports),
        'xudai-report-type': type,
      },
    });

  it('is decided like any other, whatever its byte-order mark, line ends and quotes', async () => {
    const rows = [
      header,
      line('c1', '"A, ""B"""'),
      '',
      line('c2', '"A\nB"'),
      line('c3', 'C', '1000'),
      line('c4', '续贷', '5.00', ''),
    ];
    const answer = await sent(`\ufeff${rows.join('\r\n')}`, 4);
    expect([answer.status, answer.body]).toMatchObject([
      201,
      { format: 'CSV', reportType: issued, reports: 4 },
    ]);
    expect(await ended(answer.body.id)).toMatchObject({ recorded: 2, refused: 2, byRule: { 'SCH-R01': 2 } });
    const refusals = await registry().ask('get', `/v1/submissions/${answer.body.id}/refusals`, {
      key: keys.bank,
      headers: { accept: 'text/csv' },
    });
    const told = refusals.text.split('\r\n').map((row) => row.split(',').slice(0, 4));
    expect(told.slice(0, 3)).toEqual([
      ['\ufeffline', 'id', 'rule', 'pointer'],
      ['5', 'c2', 'SCH-R01', '/data/borrower/name'],
      ['6', 'c3', 'SCH-R01', '/data/principal'],
    ]);
    const { rows: facts } = await query(
      `select report_id as id, data from facts where institution = $1 and report_id like 'c_' order by 1`,
      [bank],
    );
    expect(facts).toMatchObject([
      { id: 'c1', data: { borrower: { name: 'A, "B"' }, rateBp: 380, tags: ['INCLUSIVE', 'GREEN'] } },
      { id: 'c4', data: { borrower: { name: '续贷' }, tags: [] } },
    ]);
  });

  it('has lines with too many or too few cells, which are refused alone; one with nothing in them is none', async () => {
    const commas = ','.repeat(header.split(',').length - 1);
    const rows = [header, line('n1'), `${line('n2')},more`, 'n3,n3', commas, `${line('n4')},,`, commas];
    const { body } = await sent(rows.join('\r\n'), 4);
    expect(await ended(body.id)).toMatchObject({ recorded: 2, refused: 2, byRule: { 'SCH-R01': 2 } });
    const { text } = await registry().ask('get', `/v1/submissions/${body.id}/refusals`, { key: keys.bank });
    const told = text
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect(told.find((each) => each.line === 3)).toMatchObject({
      id: 'n2',
      pointer: '/data',
      message: {
        en: 'has a cell in column 17, and the first line names 16: mostly a comma that stands in no quotes',
        zh: expect.stringContaining('第 17 列有内容，而首行只有 16 列'),
      },
    });
    expect(told.filter((each) => each.line === 4).length).toBeGreaterThan(5);
    expect(new Set(told.map((each) => each.line))).toEqual(new Set([3, 4]));
    expect(text).not.toContain('beyond');
  });

  it('has a line that is too long, which is refused alone; one that never ends refuses the file', async () => {
    const long = line('l2', 'x'.repeat(70_000));
    const { status, body } = await sent([header, line('l1'), long, line('l3')].join('\r\n'), 3);
    expect([status, body.reports]).toEqual([201, 3]);
    expect(await ended(body.id)).toMatchObject({ recorded: 2, refused: 1, byRule: { 'too-large': 1 } });
    const endless = await sent([header, line('l4'), `"${'x'.repeat(1_100_000)}`].join('\r\n'), 2);
    expect([endless.status, endless.body.detail]).toEqual([
      400,
      expect.stringMatching(/^Line 3 .* quote is opened there and never closed\.$/),
    ]);
    await nothingLeft();
  });

  it.each([
    ['of a type that is none', line('x'), issued.replace('v1', 'v2'), 400, /Xudai-Report-Type/],
    ['with a column that is none', `${header},secret\n${line('x')},1`, issued, 400, /first line/],
    ['without a column', `${header.replace(',principal', '')}\n`, issued, 400, /first line/],
    ['with a column twice', `${header},id\n`, issued, 400, /first line/],
    ['with a quote that stays open', `${header}\n"${line('x')}`, issued, 400, /quote/],
    [
      'in GB18030',
      Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0xd0, 0xf8, 0xb4, 0xfb])]),
      issued,
      415,
      /GB18030/,
    ],
    [
      'in Big5',
      Buffer.concat([Buffer.from(`${header}\n`), Buffer.from('a4a4b0eabb4fa55f', 'hex')]),
      issued,
      415,
      /^The file is not UTF-8: line 2 has/,
    ],
    ['in UTF-16', Buffer.from(`\ufeff${header}`, 'utf16le'), issued, 415, /UTF-16/],
    ['in UTF-16 without a mark', Buffer.from(header, 'utf16le').swap16(), issued, 415, /UTF-16/],
    ['with a NUL', `${header}\n${line('x')}\n${line('y', 'A\0')}`, issued, 400, /^Line 3 has a NUL/],
    ['parted by semicolons', header.replaceAll(',', ';'), issued, 400, /parted by semicolons/],
    ['parted by quoted tabs', `"${header.replaceAll(',', '"\t"')}"\n`, issued, 400, /parted by tabs/],
    ['with a line for Excel', `sep=,\n${header}\n${line('x')}`, issued, 400, /sep=….*Leave it out/],
    ['with old line ends', `${header}\r${line('x')}\r`, issued, 400, /carriage return alone/],
    [
      'with long old line ends',
      `${header}\r${`${line('x')}\r`.repeat(9_000)}`,
      issued,
      400,
      /carriage return/,
    ],
    [
      'with a quote in a cell',
      `${header}\n${line('x', 'A"B"')}`,
      issued,
      400,
      /^Line 2, column 10, has a quote/,
    ],
    ['that is a workbook', Buffer.from('PK\u0003\u0004 and so on'), issued, 415, /workbook/],
    ['with nothing in it', '', issued, 400, /first line/],
  ])('%s is refused, and nothing of it stays', async (_, file, type, status, detail) => {
    const answer = await sent(file, 1, type);
    expect([answer.status, answer.body.outcome]).toEqual([status, 'not-recorded']);
    expect(answer.body.detail).toMatch(detail);
    expect(answer.text).not.toContain('secret');
    await nothingLeft();
  });

  it('as a workbook by its type is told what to send instead', async () => {
    const answer = await submit('x', {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    });
    expect([answer.status, answer.body.detail]).toEqual([415, expect.stringContaining('CSV UTF-8')]);
  });
});
