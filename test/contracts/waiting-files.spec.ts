import { inflateRawSync } from 'node:zlib';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { submittingBank } from '../support/submitting-bank.js';
import { fileOf } from '../support/submitting.js';

/* What may happen to a file, and to its sender, while it waits to be decided (3.1, 3.2). */

const number = '11010519491231002X';

describe('a file', () => {
  const { bank, keys, registry, query, counted, newKey, loan, repaid, submit, ended } = submittingBank();
  const lock = `hashtextextended('xudai submissions ${bank}', 0)`;

  /** As if another registry were at the bank's files. */
  const heldUp = async (): Promise<void> => void (await query(`select pg_advisory_lock(${lock})`));
  const letGo = async (): Promise<void> => void (await query(`select pg_advisory_unlock_all()`));
  afterEach(letGo);

  const stands = async (id: string) =>
    (await registry().ask('get', `/v1/submissions/${id}`, { key: keys.bank })).body;

  it('is decided to its end though its key is revoked while it waits, and tells what it waits for', async () => {
    const { id: keyId, key } = await newKey();
    await heldUp();
    const [first, second] = [
      await submit(fileOf([loan(), loan()]), { key }),
      await submit(fileOf([loan()]), { key }),
    ];
    await registry().ask('delete', `/v1/keys/${keyId}`);
    // A key that is revoked stops within five seconds.
    for (const deadline = Date.now() + 5_000; ; await later(50)) {
      const { status } = await registry().ask('get', `/v1/submissions/${first.body.id}`, { key });
      if (status === 401) break;
      if (Date.now() > deadline) throw new Error('The key is valid still.');
    }
    expect(await stands(first.body.id)).toMatchObject({ status: 'RECEIVED', waitsFor: 'worker', read: 0 });
    expect(await stands(second.body.id)).toMatchObject({
      status: 'RECEIVED',
      waitsFor: 'earlier-submission',
    });
    const receipt = await registry().ask('get', `/v1/submissions/${first.body.id}/receipt`, {
      key: keys.bank,
    });
    expect([receipt.status, receipt.body.type]).toEqual([409, '/problems/conflict']);
    await letGo();
    expect(await ended(first.body.id)).toMatchObject({ status: 'COMPLETED', recorded: 2 });
    expect(await ended(second.body.id)).toMatchObject({ status: 'COMPLETED', recorded: 1 });
  });

  it('of an institution that was suspended meanwhile is refused line by line, and may be sent again', async () => {
    const supervisor = await registry().keyFor('supervisor');
    await heldUp();
    const reports = [loan(), loan()];
    const { body } = await submit(fileOf(reports));
    const suspension = `/v1/institutions/${bank}/suspension`;
    await registry().ask('post', suspension, { key: supervisor, body: { reason: 'for a test' } });
    await letGo();
    expect(await ended(body.id)).toMatchObject({ status: 'COMPLETED', refused: 2, byRule: { 'IDN-R05': 2 } });
    const { text } = await registry().ask('get', `/v1/submissions/${body.id}/refusals`, { key: keys.bank });
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ rule: 'IDN-R05', retryable: true });
    await registry().ask('delete', suspension, { key: supervisor });
    const again = await submit(fileOf([...reports, '']));
    expect([again.status, (await ended(again.body.id)).recorded]).toEqual([201, 2]);
  });

  it('goes on as it was when it is decided again: what was refused stays refused, what came after stands', async () => {
    const late = loan();
    const file = fileOf([repaid('w1', late.subject, '1.00'), late, repaid('w2', late.subject, '1.00')]);
    await heldUp();
    const { body } = await submit(file);
    // As a registry leaves it that was killed: the lines are decided, and the step is not kept.
    await query(
      `insert into submission_refusal (submission, line, no, report_id, type, rule, pointer, message, retryable)
       values ($1, 1, 0, 'w1', 'xudai.loan.repaid.v1', 'REF-R02', '/subject', 'The loan is not known', true)`,
      [body.id],
    );
    await registry().ask('post', '/v1/events', {
      key: keys.bank,
      type: 'application/cloudevents+json',
      body: late,
    });
    await letGo();
    // The loan was recorded by somebody else, so that it is repeated here.
    expect(await ended(body.id)).toMatchObject({
      recorded: 1,
      repeated: 1,
      refused: 1,
      byRule: { 'REF-R02': 1 },
    });
    expect(await counted('submission_refusal', `submission = '${body.id}'`)).toBe(1);
  });

  it('is kept without a line that holds a resident number, which is refused all the same', async () => {
    const [one, two] = [loan(), loan()];
    await heldUp();
    const file = fileOf([
      one,
      { ...loan(), subject: number },
      { ...loan(), id: number },
      `{"id":"${number}`,
      two,
    ]);
    const { body } = await submit(file);
    const stored = async (): Promise<string> => {
      const { rows } = await query(`select body, withheld from submission_chunk where submission = $1`, [
        body.id,
      ]);
      return rows.map((row) => inflateRawSync(row.body).toString() + JSON.stringify(row.withheld)).join('');
    };
    const kept = await stored();
    expect(kept).toContain(one.id);
    expect(kept).not.toContain('19491231');
    await letGo();
    expect(await ended(body.id)).toMatchObject({
      recorded: 2,
      refused: 3,
      byRule: { 'IDN-R04': 2, 'invalid-request': 1 },
    });
    const { text } = await registry().ask('get', `/v1/submissions/${body.id}/refusals`, { key: keys.bank });
    expect(text).not.toContain('19491231');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { line: 2, rule: 'IDN-R04', id: expect.any(String) },
      { line: 3, rule: 'IDN-R04', id: null },
      { line: 4, rule: 'invalid-request', id: null },
    ]);
  });
});
