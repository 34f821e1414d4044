import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { submittingBank } from '../support/submitting-bank.js';
import { digestHeader, fileOf } from '../support/submitting.js';

/* Files that are something else than what they are sent as. */

describe('a file', () => {
  const { keys, registry, nothingLeft, loan, submit, ended } = submittingBank();
  const json = '{"specversion":"1.0"}\n'.repeat(400);
  const one = { 'xudai-record-count': '1' };

  it.each<readonly [string, Buffer]>([
    ['UTF-16, not UTF-8. Write it in UTF-8', Buffer.from(`\ufeff${json}`, 'utf16le')],
    ['UTF-16, not UTF-8. Write it in UTF-8', Buffer.from(json, 'utf16le')],
    ['compressed with gzip, which the header Content-Encoding', gzipSync(json)],
    ['a workbook of a spreadsheet', Buffer.from('PK\u0003\u0004\u0000\u0000\n', 'latin1')],
    ['CSV. Send it with Content-Type: text/csv', Buffer.from('\ufeffid,subject,effectiveDate\r\n1,2,3\r\n')],
  ])('of lines of JSON that is %s is refused whole', async (words, file) => {
    const { status, body } = await submit(file, {
      headers: { ...one, 'content-digest': digestHeader(file) },
    });
    expect([status, body.detail, body.outcome]).toEqual([
      415,
      expect.stringContaining(words),
      'not-recorded',
    ]);
    await nothingLeft();
  });

  it('with lines in GB18030 has these refused, and told what they are', async () => {
    // 客户
    const line = Buffer.concat([
      Buffer.from('{"name":"'),
      Buffer.from('bfcdbba7', 'hex'),
      Buffer.from('"}\n'),
    ]);
    const file = Buffer.concat([Buffer.from(fileOf([loan()])), line]);
    const headers = { 'content-digest': digestHeader(file), 'xudai-record-count': '2' };
    const { body } = await submit(file, { headers });
    expect(await ended(body.id)).toMatchObject({ recorded: 1, refused: 1 });
    const { text } = await registry().ask('get', `/v1/submissions/${body.id}/refusals`, { key: keys.bank });
    expect(text).toContain('it is GB18030 (GBK), not UTF-8');
    expect(text).toContain('是 GB18030(GBK)编码');
  });

  it('is held against each digest that it declares and that is known', async () => {
    const file = fileOf([loan()]);
    const sha512 = createHash('sha512').update(file).digest('base64');
    for (const [more, status] of [
      [`sha-512=:${'A'.repeat(86)}==:`, 422],
      ['sha-512=:AAAA:', 400],
      ['md5=:AAAA:', 201],
      [`sha-512=:${sha512}:`, 200],
    ] as const) {
      const headers = { 'content-digest': `${digestHeader(file)}, ${more}` };
      expect([more, (await submit(file, { headers })).status]).toEqual([more, status]);
    }
  });
});
