import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { submittingBank } from '../support/submitting-bank.js';
import { digestHeader, fileOf } from '../support/submitting.js';

/* Files that are not taken, and files that are not the caller's: nothing of them stays, and nothing is told of them. */

const anyId = '0190f3a4-0000-7000-8000-000000000000';

describe('a file', () => {
  const { keys, registry, counted, nothingLeft, loan, submit, ended } = submittingBank();

  it.each([
    ['another digest', { 'content-digest': digestHeader('other') }, 422, '/problems/unprocessable'],
    ['more reports', { 'xudai-record-count': '1' }, 422, '/problems/unprocessable'],
    ['fewer reports', { 'xudai-record-count': '3' }, 422, '/problems/unprocessable'],
    ['no digest', { 'content-digest': '' }, 400, '/problems/invalid-request'],
    [
      'a digest by another algorithm',
      { 'content-digest': 'sha-512=:AAAA:' },
      400,
      '/problems/invalid-request',
    ],
    ['no count', { 'xudai-record-count': '' }, 400, '/problems/invalid-request'],
    ['too many reports', { 'xudai-record-count': '10000001' }, 413, '/problems/too-large'],
    ['ever so many reports', { 'xudai-record-count': '9'.repeat(30) }, 413, '/problems/too-large'],
    ['a coding that is none', { 'content-encoding': 'br' }, 415, '/problems/unsupported-media-type'],
    ['a coding that it has not', { 'content-encoding': 'gzip' }, 400, '/problems/invalid-request'],
  ])('with %s is refused, and nothing of it stays', async (_, headers, status, type) => {
    const reports = [loan(), loan()];
    const answer = await submit(fileOf(reports), { headers });
    expect([answer.status, answer.body.type, answer.body.outcome]).toEqual([status, type, 'not-recorded']);
    await nothingLeft();
    expect(await counted('facts', `report_id in ('${reports[0]?.id}', '${reports[1]?.id}')`)).toBe(0);
  });

  it('has every line that was refused among the refusals, also what is no JSON', async () => {
    const text = `${fileOf([loan()])}{"id":\n[]\n`;
    const { body } = await submit(text, { headers: { 'xudai-record-count': '3' } });
    expect((await ended(body.id)).refused).toBe(2);
    const listed = await registry().ask('get', '/v1/refusals', { key: keys.bank });
    expect(listed.body.items).toMatchObject([
      { rule: 'SCH-R01', id: null },
      {
        rule: null,
        id: null,
        type: null,
        pointer: null,
        message: { en: 'The line is no JSON, or longer than a report may be' },
        retryable: false,
      },
    ]);
  });

  it('that goes on without an end of line is refused, and told on which line', async () => {
    const endless = gzipSync(`${JSON.stringify(loan())}\n${'x'.repeat(300 * 1024 * 1024)}`, { level: 1 });
    const answer = await submit(endless, {
      headers: {
        'content-encoding': 'gzip',
        'content-digest': digestHeader(endless),
        'xudai-record-count': '2',
      },
    });
    expect([answer.status, answer.body]).toMatchObject([
      413,
      {
        type: '/problems/too-large',
        outcome: 'not-recorded',
        detail: expect.stringMatching(/^Line 2 goes on/),
      },
    ]);
    await nothingLeft();
  });

  it('is taken with parameters of its digest, and with the other name of its coding', async () => {
    const packed = gzipSync(fileOf([loan()]));
    const { status } = await submit(packed, {
      headers: {
        'content-encoding': 'X-Gzip',
        'content-digest': `${digestHeader(packed)};a=1`,
        'xudai-record-count': '1',
      },
    });
    expect(status).toBe(201);
  });

  it('is taken with lines that are too long, which are refused by line', async () => {
    const [first, last] = [loan(), loan()];
    const { status, body } = await submit(
      fileOf([first, { x: 'x'.repeat(3 * 1024 * 1024) }, { x: 'x'.repeat(70_000) }, last]),
    );
    expect(status).toBe(201);
    expect(await ended(body.id)).toMatchObject({ recorded: 2, refused: 2, byRule: { 'too-large': 2 } });
    const { text } = await registry().ask('get', `/v1/submissions/${body.id}/refusals`, { key: keys.bank });
    const told = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told).toMatchObject([
      { line: 2, id: null, rule: 'too-large' },
      { line: 3, id: null, rule: 'too-large' },
    ]);
  });

  it.each([{}, { 'content-type': 'text/csv', 'xudai-report-type': 'xudai.loan.repaid.v1' }])(
    'that is lines with nothing on them is refused (%j)',
    async (headers) => {
      const answer = await submit('\n'.repeat(1_000_000), { headers });
      expect([answer.status, answer.body.detail]).toEqual([
        413,
        'Most of the body is lines with nothing on them.',
      ]);
    },
  );

  it("is another bank's like one that does not exist, and is read by those who oversee", async () => {
    const { body } = await submit(fileOf([loan()]));
    await ended(body.id);
    for (const part of ['', '/progress', '/refusals', '/receipt']) {
      const [theirs, none, mine, overseen] = await Promise.all([
        registry().ask('get', `/v1/submissions/${body.id}${part}`, { key: keys.other }),
        registry().ask('get', `/v1/submissions/${anyId}${part}`, { key: keys.other }),
        registry().ask('get', `/v1/submissions/${body.id}${part}`, { key: keys.bank }),
        registry().ask('get', `/v1/submissions/${body.id}${part}`, { key: keys.auditor }),
      ]);
      expect([theirs?.status, theirs?.text, mine?.status, overseen?.status]).toEqual([
        404,
        none?.text,
        200,
        200,
      ]);
    }
  });
});
