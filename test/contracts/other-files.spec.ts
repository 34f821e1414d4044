import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openStream } from '../support/stream-client.js';
import { submittingBank } from '../support/submitting-bank.js';
import { digestHeader, fileOf } from '../support/submitting.js';

/* Files that are something else than what they are sent as. */

describe('a file', () => {
  const { keys, registry, nothingLeft, loan, submit, ended } = submittingBank();
  const json = '{"specversion":"1.0"}\n'.repeat(400);
  const one = { 'xudai-record-count': '1' };

  const others: readonly (readonly [string, Buffer])[] = [
    ['UTF-16, not UTF-8. Write it in UTF-8', Buffer.from(`\ufeff${json}`, 'utf16le')],
    ['UTF-16, not UTF-8. Write it in UTF-8', Buffer.from(json, 'utf16le')],
    ['UTF-16, not UTF-8. Write it in UTF-8', Buffer.from(`\ufeff${json}`, 'utf16le').swap16()],
    ['UTF-32, not UTF-8. Write it in UTF-8', Buffer.from('fffe00007b000000', 'hex')],
    ['GB18030 (GBK, GB2312), not UTF-8. Write it', Buffer.from('843195337b', 'hex')],
    ['compressed with gzip, which the header Content-Encoding', gzipSync(json)],
    ['compressed with xz', Buffer.from('fd377a585a0000', 'hex')],
    ['compressed with Zstandard', Buffer.from('28b52ffd24000a', 'hex')],
    ['compressed with bzip2', Buffer.from('BZh91AY&SY')],
    ['a 7-Zip archive', Buffer.from('377abcaf271c0004', 'hex')],
    ['a PDF document', Buffer.from('%PDF-1.7\n')],
    ['a workbook of a spreadsheet', Buffer.from('PK\u0003\u0004\u0000\u0000\n', 'latin1')],
    ['a workbook of a spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    [
      'CSV. Send it to /v1/submissions with Content-Type: text/csv',
      Buffer.from('\ufeffid,subject,effectiveDate\r\n1,2,3\r\n'),
    ],
  ];

  it.each(others)('of lines of JSON that is %s is refused whole', async (words, file) => {
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

  it.each(others)('of lines of JSON that is %s is refused whole as a stream too', async (words, file) => {
    for (const query of ['', '?dryRun=true'])
      for (const size of [1, file.length]) {
        const stream = openStream(registry().port, keys.bank, { path: `/v1/events${query}` });
        for (let at = 0; at < file.length && at < 64; at += size)
          stream.request.write(file.subarray(at, at + size));
        if (size > 1) stream.end();
        const [problem, ...more] = await stream.rest();
        expect([await stream.status(), problem, more]).toEqual([
          415,
          expect.objectContaining({
            type: '/problems/unsupported-media-type',
            detail: expect.stringContaining(words),
            outcome: 'not-recorded',
          }),
          [],
        ]);
      }
    const { body } = await registry().ask('get', '/v1/refusals', { key: keys.bank });
    expect(body.items).toEqual([]);
  });

  it('that begins as it should is a stream, whatever stands on later lines, and is answered line by line', async () => {
    const stream = openStream(registry().port, keys.bank);
    stream.write(loan());
    expect(await stream.next()).toMatchObject({ status: 201 });
    for (const [, file] of others)
      stream.request.write(Buffer.concat([file.subarray(0, 16), Buffer.from('\n')]));
    stream.end();
    expect((await stream.rest()).at(-1)?.summary).toMatchObject({ recorded: 1, ended: null });
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
