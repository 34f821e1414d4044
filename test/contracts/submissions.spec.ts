import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { SubmissionReceipt } from '#contract';
import { submittingBank } from '../support/submitting-bank.js';
import { fileOf } from '../support/submitting.js';

/* Files of reports (3.2): received whole or not at all, decided in the background, each line once. */

describe('a file of reports', () => {
  const { bank, keys, registry, query, counted, nothingLeft, loan, repaid, submit, ended } = submittingBank();

  it('is received, decided to its end, and has a receipt of the same bytes each time', async () => {
    const [one, two] = [loan(), loan()];
    const before = loan();
    await registry().ask('post', '/v1/events', {
      key: keys.bank,
      type: 'application/cloudevents+json',
      body: before,
    });
    const file = fileOf([
      one,
      '',
      two,
      before,
      repaid('r1', one.subject, '5.00'),
      repaid('r2', 'none', '1.00'),
      '{',
      one,
    ]);
    const received = await submit(file);
    expect([received.status, received.headers.location]).toEqual([
      201,
      `/v1/submissions/${received.body.id}`,
    ]);
    expect(received.body).toMatchObject({
      institution: bank,
      format: 'NDJSON',
      reportType: null,
      dryRun: false,
      reports: 7,
      bytes: Buffer.byteLength(file),
      digest: createHash('sha256').update(file).digest('hex'),
    });
    const { id } = received.body;
    const completed = await ended(id);
    expect(completed).toMatchObject({
      status: 'COMPLETED',
      read: 7,
      recorded: 3,
      repeated: 2,
      refused: 2,
      byRule: { 'REF-R02': 1, 'invalid-request': 1 },
      waitsFor: null,
      secondsLeft: null,
      position: expect.any(String),
    });
    const refusals = await registry().ask('get', `/v1/submissions/${id}/refusals`, { key: keys.bank });
    const listed = refusals.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(listed).toMatchObject([
      { line: 6, id: 'r2', rule: 'REF-R02', pointer: '/subject', retryable: true },
      { line: 7, id: null, rule: 'invalid-request', pointer: null, retryable: false },
    ]);
    expect(listed[0].message.zh).toMatch(/\p{Script=Han}/u);
    const receipts = await Promise.all(
      [keys.bank, keys.auditor, keys.bank].map((by) =>
        registry().ask('get', `/v1/submissions/${id}/receipt`, { key: by }),
      ),
    );
    expect(new Set(receipts.map(({ text }) => text)).size).toBe(1);
    const receipt = receipts[0]?.body as SubmissionReceipt;
    expect(receipt).toMatchObject({
      id,
      recorded: 3,
      repeated: 2,
      refused: 2,
      totals: [
        { type: null, refused: 1, sum: null },
        { type: 'xudai.loan.issued.v1', recorded: 2, repeated: 2, refused: 0, sum: '3000000.00' },
        { type: 'xudai.loan.repaid.v1', recorded: 1, repeated: 0, refused: 1, sum: '5.00' },
      ],
      position: completed.position,
    });
    const lines = listed.map((each) =>
      JSON.stringify([each.line, each.id, each.rule, each.pointer, each.retryable]),
    );
    expect(receipt.refusalsDigest).toBe(
      createHash('sha256')
        .update(lines.map((line) => `${line}\n`).join(''))
        .digest('hex'),
    );
  });

  it('leaves two facts in a stream of its own, and its name and line in those of its reports', async () => {
    const one = loan();
    const { body } = await submit(fileOf(['', one]));
    await ended(body.id);
    const { rows } = await query(
      `select type, revision, data, metadata from facts where stream = $1 order by revision`,
      [`submission-${bank}-${body.id}`],
    );
    expect(rows).toMatchObject([
      { type: 'SubmissionReceived', revision: 0, data: { submissionId: body.id, reports: 1 } },
      {
        type: 'SubmissionCompleted',
        revision: 1,
        data: { recorded: 1, repeated: 0, refused: 0, byRule: {} },
      },
    ]);
    const facts = await query(`select metadata from facts where report_id = $1`, [one.id]);
    expect(facts.rows).toMatchObject([
      {
        metadata: {
          correlationId: body.id,
          causationId: `${body.id}:2`,
          actor: expect.stringMatching(/^key:/),
        },
      },
    ]);
  });

  it('sent again is the first one, also as gzip; nothing is spooled twice', async () => {
    const file = fileOf([loan(), loan()]);
    const first = await submit(file);
    const gzip = gzipSync(file);
    const again = await Promise.all([
      submit(file),
      submit(gzip, {
        headers: { 'content-encoding': 'gzip', 'xudai-record-count': '2' },
      }),
    ]);
    for (const answer of again)
      expect([answer.status, answer.body.id, answer.headers.location]).toEqual([
        200,
        first.body.id,
        `/v1/submissions/${first.body.id}`,
      ]);
    await ended(first.body.id);
    await nothingLeft();
    const theirs = await submit(file, { key: keys.other });
    expect([theirs.status, theirs.body.id === first.body.id]).toEqual([201, false]);
    expect(await ended(theirs.body.id, keys.other)).toMatchObject({ byRule: { 'IDN-R03': 2 } });
  });

  it('is tried in a dry run, which leaves nothing in the log', async () => {
    const one = loan();
    const facts = await counted('facts');
    const file = fileOf([one, one, repaid('d1', one.subject, '1.00'), repaid('d2', 'none', '1.00')]);
    const { status, body } = await submit(file, { path: '/v1/submissions?dryRun=true' });
    expect([status, body.dryRun]).toEqual([201, true]);
    expect(await ended(body.id)).toMatchObject({
      status: 'COMPLETED',
      dryRun: true,
      recorded: 2,
      repeated: 1,
      refused: 1,
      position: null,
    });
    expect(
      (await registry().ask('get', `/v1/submissions/${body.id}/refusals`, { key: keys.bank })).text,
    ).toContain('REF-R02');
    expect(
      (await registry().ask('get', `/v1/submissions/${body.id}/receipt`, { key: keys.bank })).status,
    ).toBe(409);
    expect(await counted('facts')).toBe(facts);
    expect(await counted('refusals', `report_id = 'd2'`)).toBe(0);
    const real = await submit(file);
    expect([real.status, (await ended(real.body.id)).recorded]).toEqual([201, 2]);
    for (const [path, first] of [
      ['/v1/submissions?dryRun=true', body.id],
      ['/v1/submissions', real.body.id],
    ]) {
      const again = await submit(file, { path });
      expect([again.status, again.body.id, again.body.recorded]).toEqual([200, first, 2]);
    }
  });

  it('is tried once where two try it at once', async () => {
    const file = fileOf(Array.from({ length: 50 }, () => loan()));
    const path = '/v1/submissions?dryRun=true';
    const both = await Promise.all([submit(file, { path }), submit(file, { path })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(new Set(both.map(({ body }) => body.id)).size).toBe(1);
    await ended(both[0].body.id);
  });
});
