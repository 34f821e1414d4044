import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Headroom, recordingLimits } from '#headroom';
import { issuedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';
import { openStream } from '../support/stream-client.js';
import { decided, fileOf, submit } from '../support/submitting.js';

/* Writes are refused before there is no room left, reading goes on, and writes go on by themselves. */

const bank = 'C1010211000012';

describe('room to write', () => {
  let registry: RunningRegistry;
  let owner: pg.Client;
  let key: string;
  let supervisor: string;
  let auditor: string;
  let headroom: Headroom;

  beforeAll(async () => {
    headroom = new Headroom(recordingLimits);
    registry = await runningRegistry({ headroom });
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    key = await registry.bank(bank);
    supervisor = await registry.keyFor('supervisor');
    auditor = await registry.keyFor('auditor');
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  beforeEach(() => headroom.noteFree(null));

  const report = (loanId: string, more: object = {}) =>
    registry.ask('post', '/v1/events', { key, type: cloudEvent, body: issuedLoan(bank, loanId, 1, more) });
  const head = async (): Promise<unknown> =>
    (
      await owner.query(
        'select (select max(seq) from facts) as facts, (select count(*) from refusals) as refusals',
      )
    ).rows[0];
  const readyz = async () => (await registry.ask('get', '/readyz', { key: null })).body;

  it.each([
    ['post', '/v1/events', () => ({ key, type: cloudEvent, body: issuedLoan(bank, 'FULL', 1) })],
    ['post', '/v1/events', () => ({ key, type: cloudEventBatch, body: [issuedLoan(bank, 'FULL', 1)] })],
    ['post', '/v1/institutions', () => ({ body: { code: 'C1', name: { zh: 'a', en: 'a' }, kind: 'BANK' } })],
    ['post', '/v1/keys', () => ({ body: { role: 'admin', label: 'x' } })],
    ['delete', '/v1/keys/somekey1', () => ({})],
    ['put', '/v1/programmes/FULL', () => ({ key: supervisor, body: {} })],
    ['post', '/v1/replays', () => ({ key: auditor, body: { programme: 'SH24' } })],
  ] as const)(
    '%s %s is answered 507 while there is too little, and leaves nothing',
    async (method, path, asking) => {
      headroom.noteFree(recordingLimits.refuseBelow - 1);
      const before = await head();
      const { status, headers, body } = await registry.ask(method, path, asking());
      expect([status, headers['retry-after'], headers['content-type']]).toEqual([
        507,
        '30',
        'application/problem+json; charset=utf-8',
      ]);
      expect(body).toMatchObject({
        type: '/problems/storage-full',
        detail: expect.stringContaining('too little room'),
        retryable: true,
      });
      expect(body.outcome).toBe(path === '/v1/events' ? 'not-recorded' : undefined);
      expect(await head()).toEqual(before);
    },
  );

  it('who may not call at all is told that, and nothing of room', async () => {
    headroom.noteFree(0);
    expect((await registry.ask('post', '/v1/events', { key: null, body: {} })).status).toBe(401);
    expect((await registry.ask('post', '/v1/events', { key: auditor, body: {} })).status).toBe(403);
    expect((await registry.ask('post', '/v1/keys', { type: 'text/plain', body: 'x' })).status).toBe(415);
  });

  it('pages and dry runs are answered all the same', async () => {
    expect((await report('BEFORE')).status).toBe(201);
    headroom.noteFree(0);
    for (const path of ['/v1/loans', '/v1/programmes', `/v1/events/issue-BEFORE`, '/v1/refusals'])
      expect([path, (await registry.ask('get', path, { key })).status]).toEqual([path, 200]);
    expect((await registry.ask('get', '/v1/facts', { key: auditor })).status).toBe(200);
    const dry = await registry.ask('post', '/v1/events?dryRun=true', {
      key,
      type: cloudEvent,
      body: issuedLoan(bank, 'DRY', 1),
    });
    expect([dry.status, dry.body.wouldBe]).toEqual([200, 'recorded']);
  });

  it('/readyz warns of it before, says why, and writes go on when there is more again', async () => {
    expect(await readyz()).toEqual({ status: 'ready' });
    headroom.noteFree(200 * 2 ** 20);
    expect(await readyz()).toEqual({
      status: 'ready',
      warnings: [
        'Only 200 MiB are free where the database keeps its files; writes are refused below 128 MiB.',
      ],
    });
    headroom.noteFree(100 * 2 ** 20);
    expect((await readyz()).detail).toBe(
      'Writes are refused: only 100 MiB are free where the database keeps its files.',
    );
    headroom.noteFree(recordingLimits.resumeFrom);
    expect((await readyz()).status).toBe('ready');
    expect((await report('AFTER')).status).toBe(201);
  });

  it('a stream that has begun is told so of each report, and goes on when there is more again', async () => {
    const { port } = registry;
    const stream = openStream(port, key);
    const [one, two] = [issuedLoan(bank, 'S1', 1), issuedLoan(bank, 'S2', 1)];
    stream.write(one);
    expect(await stream.next()).toMatchObject({ status: 201 });
    headroom.noteFree(recordingLimits.refuseBelow - 1);
    const before = await head();
    stream.write(two);
    expect(await stream.next()).toMatchObject({
      status: 507,
      outcome: 'not-recorded',
      problem: { type: '/problems/storage-full', retryable: true },
    });
    expect(await head()).toEqual(before);
    headroom.noteFree(recordingLimits.resumeFrom);
    stream.write(two);
    expect(await stream.next()).toMatchObject({ status: 201 });
    stream.end();
    expect(await stream.rest()).toMatchObject([{ summary: { read: 3, recorded: 2 } }]);
  });

  it('files are refused earlier, dry ones too, and leave nothing; those that wait go on when there is more', async () => {
    const file = fileOf([issuedLoan(bank, 'F1', 1)]);
    headroom.noteFree(recordingLimits.warnBelow - 1);
    for (const path of ['/v1/submissions', '/v1/submissions?dryRun=true']) {
      const { status, headers, body } = await submit(registry, { file, key, path });
      expect([status, headers['retry-after'], body.type]).toEqual([507, '30', '/problems/storage-full']);
    }
    expect((await report('BESIDE')).status).toBe(201);
    headroom.noteFree(null);
    // As if another registry were at it.
    const lock = `hashtextextended('xudai submissions ${bank}', 0)`;
    await owner.query(`select pg_advisory_lock(${lock})`);
    const { body } = await submit(registry, { file, key });
    headroom.noteFree(0);
    await owner.query('select pg_advisory_unlock_all()');
    const stands = async () => (await registry.ask('get', `/v1/submissions/${body.id}`, { key })).body;
    expect(await stands()).toMatchObject({ waitsFor: 'room', recorded: 0 });
    headroom.noteFree(null);
    expect(await decided(registry, body.id, key)).toMatchObject({ recorded: 1, refused: 0 });
    const { rows } = await owner.query('select distinct submission::text as id from submission_chunk');
    expect(rows).toEqual([{ id: body.id }]);
  });

  it('notes no use of a key meanwhile', async () => {
    const fresh = await registry.keyFor('auditor');
    headroom.noteFree(0);
    expect((await registry.ask('get', '/v1/programmes', { key: fresh })).status).toBe(200);
    const { rows } = await owner.query('select key_id from key_last_used where key_id = $1', [
      fresh.split('_')[1],
    ]);
    expect(rows).toEqual([]);
  });
});
