import { gzipSync } from 'node:zlib';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan, reportOf } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { type Line, openStream } from '../support/stream-client.js';

/* Reports as NDJSON: outcomes come back while the sender goes on, in order, and a summary at the end (3.2). */

const [bank, other] = ['C1010211000012', 'C1010311000013'];

interface Loan {
  readonly id: string;
  readonly subject: string;
  readonly data: { readonly effectiveDate: string };
}

describe('a stream of reports', () => {
  let registry: RunningRegistry;
  let key: string;
  let port: number;
  let no = 0;

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
    await registry.bank(other);
    port = (registry.application.getHttpServer().address() as { readonly port: number }).port;
  }, 120_000);
  afterAll(() => registry.close());

  const loan = (loanId = `S${(no += 1)}`, effect = 1): Loan =>
    issuedLoan(bank, loanId, effect) as unknown as Loan;
  const sent = async (
    text: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
    path = '/v1/events',
  ) => {
    const stream = openStream(port, key, { path, headers });
    stream.request.end(text);
    return stream.rest();
  };
  const lines = (...reports: readonly unknown[]): string =>
    reports.map((report) => `${typeof report === 'string' ? report : JSON.stringify(report)}\n`).join('');
  const summaryOf = (answer: readonly Line[]) => answer.at(-1)?.summary;

  it('is answered line by line while it is sent, each as if alone, and ends with a summary', async () => {
    const stream = openStream(port, key);
    const first = loan();
    stream.write(first);
    expect(await stream.next()).toMatchObject({
      index: 0,
      status: 201,
      outcome: 'recorded',
      id: first.id,
      repeated: false,
      facts: [{ type: 'LoanIssued', revision: 0 }],
    });
    expect(await stream.status()).toBe(200);
    stream.write(first);
    expect(await stream.next()).toMatchObject({ index: 1, status: 200, outcome: 'recorded', repeated: true });
    stream.write({ ...first, data: {} });
    expect(await stream.next()).toMatchObject({
      index: 2,
      status: 400,
      outcome: 'not-recorded',
      id: first.id,
      problem: { rule: 'SCH-R01' },
    });
    stream.end();
    expect(await stream.rest()).toEqual([
      {
        summary: {
          read: 3,
          recorded: 1,
          repeated: 1,
          refused: 1,
          unknown: 0,
          byRule: { 'SCH-R01': 1 },
          position: expect.any(String),
        },
      },
    ]);
  });

  it('goes on after lines that are no report, and passes over lines with nothing on them', async () => {
    const [one, two] = [loan(), loan()];
    const text = `${lines(one)}\r\n\n{"id":\n${lines('7', '[]', '"x"')}{"x":"${'x'.repeat(70_000)}"}\n${JSON.stringify(two)}`;
    const answer = await sent(text);
    expect(answer.slice(0, -1).map(({ status, id, problem }) => [status, id, problem?.type])).toEqual([
      [201, one.id, undefined],
      [400, null, '/problems/invalid-request'],
      [400, null, '/problems/SCH-R01'],
      [400, null, '/problems/SCH-R01'],
      [400, null, '/problems/SCH-R01'],
      [413, null, '/problems/too-large'],
      [201, two.id, undefined],
    ]);
    expect(summaryOf(answer)).toMatchObject({
      read: 7,
      recorded: 2,
      refused: 5,
      byRule: { 'SCH-R01': 3, 'invalid-request': 1, 'too-large': 1 },
    });
    expect(summaryOf(await sent(''))).toEqual({
      read: 0,
      recorded: 0,
      repeated: 0,
      refused: 0,
      unknown: 0,
      byRule: {},
      position: null,
    });
  });

  it('keeps the order of what shares a stream, whatever is decided side by side', async () => {
    const reports = Array.from({ length: 40 }, () => {
      const issued = loan();
      const repaid = (id: string, amount: string) =>
        reportOf(bank, `${id}-${issued.subject}`, 'loan.repaid', issued.subject, {
          effectiveDate: issued.data.effectiveDate,
          amount,
        });
      return [issued, repaid('a', '1.00'), repaid('b', '2.00'), repaid('c', '3.00')];
    });
    const answer = await sent(lines(...[0, 1, 2, 3].flatMap((place) => reports.map((each) => each[place]))));
    expect(
      answer.slice(0, -1).map(({ index, status, facts }) => [index, status, facts?.[0]?.revision]),
    ).toEqual(
      [0, 1, 2, 3].flatMap((revision) => reports.map((_, at) => [revision * 40 + at, 201, revision])),
    );
    expect(summaryOf(answer)).toMatchObject({ read: 160, recorded: 160 });
  });

  it('may be gzip, in parts too, and what is no gzip ends it', async () => {
    const [one, two] = [loan(), loan()];
    const gzip = { 'content-encoding': 'GZip' };
    const both = Buffer.concat([gzipSync(lines(one)), gzipSync(lines(two))]);
    expect(summaryOf(await sent(both, gzip))).toMatchObject({ read: 2, recorded: 2 });
    const whole = gzipSync(lines(...Array.from({ length: 50 }, () => loan())));
    for (const bytes of [whole.subarray(0, -20), Buffer.from('no gzip at all')]) {
      const answer = await sent(bytes, gzip);
      expect(answer.at(-2)).toMatchObject({
        status: 400,
        id: null,
        problem: { type: '/problems/invalid-request' },
      });
      expect(summaryOf(answer)?.read).toBe(answer.length - 2);
    }
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
    const answer = await sent(bomb, gzip);
    expect(answer).toMatchObject([
      { status: 413, problem: { type: '/problems/too-large' } },
      { summary: { read: 0 } },
    ]);
    expect((await sent(lines(loan()), { 'content-encoding': 'br' }))[0]).toMatchObject({ status: 415 });
  });

  it('is decided as if in a dry run, later reports seeing earlier ones', async () => {
    const issued = loan();
    const answer = await sent(
      lines(issued, issued, { ...issued, id: 'again' }, '{'),
      {},
      '/v1/events?dryRun=true',
    );
    expect(answer).toMatchObject([
      { index: 0, status: 200, dryRun: true, wouldBe: 'recorded', position: null },
      { index: 1, wouldBe: 'repeated' },
      { index: 2, wouldBe: 'refused', problem: { rule: 'DUP-R02' } },
      { index: 3, status: 400, outcome: 'not-recorded', id: null },
      { summary: { read: 4, recorded: 1, repeated: 1, refused: 2, position: null } },
    ]);
    expect((await registry.ask('get', `/v1/events/${issued.id}`, { key })).status).toBe(404);
  });

  it('is refused as a whole to who may not send, before anything of it is read', async () => {
    const auditor = await registry.keyFor('auditor');
    for (const [by, status] of [
      ['xk_nobody_at', 401],
      [auditor, 403],
    ] as const) {
      const stream = openStream(port, by);
      stream.write(loan());
      expect(await stream.status()).toBe(status);
      stream.request.destroy();
    }
  });

  it('whose key is revoked reads no further, tells so, and what was answered stands', async () => {
    const own = await registry.ask('post', '/v1/keys', {
      body: { role: 'bank', institution: bank, label: 's' },
    });
    const stream = openStream(port, own.body.key);
    const first = loan();
    stream.write(first);
    expect(await stream.next()).toMatchObject({ status: 201 });
    await registry.ask('delete', `/v1/keys/${own.body.id}`);
    const revokedAt = performance.now();
    expect(await stream.next()).toMatchObject({
      index: 1,
      status: 401,
      id: null,
      outcome: 'not-recorded',
      problem: { type: '/problems/unauthenticated' },
    });
    expect(performance.now() - revokedAt).toBeLessThan(5_000);
    expect(await stream.rest()).toMatchObject([{ summary: { read: 1, recorded: 1 } }]);
    stream.request.destroy();
    expect((await registry.ask('get', `/v1/events/${first.id}`, { key })).status).toBe(200);
  });

  it('that breaks off has what was answered recorded once, and can be sent again as a whole', async () => {
    const reports = Array.from({ length: 300 }, () => loan());
    const stream = openStream(port, key);
    stream.write(...reports.slice(0, 200));
    const answered: Line[] = [];
    for (let count = 0; count < 50; count += 1) answered.push((await stream.next()) as Line);
    stream.request.destroy();
    await setTimeout(200);
    const answer = await sent(lines(...reports));
    expect(answer).toHaveLength(301);
    for (const [at, before] of answered.entries()) {
      const { index, status, repeated, ...told } = before;
      expect(answer[at]).toMatchObject({ index, status: 200, repeated: true, facts: told.facts });
      expect([status, repeated]).toEqual([201, false]);
    }
    const counts = summaryOf(answer);
    expect(counts).toMatchObject({ read: 300, refused: 0 });
    expect((counts?.recorded ?? 0) + (counts?.repeated ?? 0)).toBe(300);
  });

  it('of who does not read the answer is read no further, and others have their time', async () => {
    const stream = openStream(port, key);
    stream.request.setNoDelay(true);
    const first = loan();
    const text = lines(first);
    let isHeldUp = false;
    for (let count = 0; count < 400 && !isHeldUp; count += 1) {
      isHeldUp = !stream.request.write(text.repeat(400));
      if (isHeldUp)
        isHeldUp = await Promise.race([
          setTimeout(5_000, true),
          new Promise<false>((free) => stream.request.once('drain', () => free(false))),
        ]);
    }
    expect(isHeldUp).toBe(true);
    const single = await registry.ask('post', '/v1/events', { key, type: cloudEvent, body: loan() });
    expect(single.status).toBe(201);
    stream.request.destroy();
  }, 120_000);

  it('waits when so many are under way, and has its place again when they end', async () => {
    const streams = Array.from({ length: 9 }, () => openStream(port, key));
    for (const stream of streams) stream.write(loan());
    const statuses = await Promise.all(streams.map((stream) => stream.status()));
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4);
    for (const stream of streams) stream.request.destroy();
    const deadline = Date.now() + 10_000;
    let status = 0;
    while (status !== 200 && Date.now() < deadline) {
      const stream = openStream(port, key);
      stream.request.end(lines(loan()));
      status = await stream.status();
      stream.request.destroy();
      await setTimeout(200);
    }
    expect(status).toBe(200);
  }, 60_000);
});
