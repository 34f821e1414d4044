import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Replay } from '#contract';
import { replayed } from '../support/replaying.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { projected } from '../support/projected.js';
import { north, reportsOf } from '../support/three-banks.js';

/* Replays of 3.4 as an auditor asks for them. */

describe('replays', () => {
  let registry: RunningRegistry;
  let auditor: string;
  let owner: pg.Client;

  const ask = (body: unknown) => registry.ask('post', '/v1/replays', { key: auditor, body });

  beforeAll(async () => {
    registry = await runningRegistry();
    auditor = await registry.keyFor('auditor');
    const key = await registry.bank(north);
    await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reportsOf[north] });
    await projected(registry);
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  it('are answered 202 with a place to look, and read every fact', async () => {
    const asked = await ask({ programme: 'SH24' });
    expect(asked.status).toBe(202);
    expect(asked.headers['location']).toBe(`/v1/replays/${asked.body.id}`);
    expect(asked.body).toMatchObject({ status: 'RUNNING', verdict: null, totals: [], differences: [] });

    const ended = await replayed(registry, auditor, { programme: 'SH24' });
    const { rows } = await owner.query<{ head: string }>('select max(seq) as head from facts');
    const head = Number(rows[0]?.head);
    expect(ended).toMatchObject({ status: 'COMPLETED', verdict: 'equal', seq: head, differences: [] });
    expect([ended.factsRead, ended.factsTotal]).toEqual([head, head]);
  });

  it('hold every target of the programme against what progress answers', async () => {
    const ended = await replayed(registry, auditor, { programme: 'SH24' });
    const progress = await registry.ask('get', '/v1/programmes/SH24/progress', { key: auditor });
    expect(ended.totals).toEqual(
      progress.body.targets.map(({ code, actual }: { code: string; actual: string | null }) => ({
        target: code,
        replayed: actual,
        projected: actual,
      })),
    );
    expect(ended.totals).toHaveLength(14);
  });

  it('are different once a row was altered by hand, and say where', async () => {
    const change = async (by: number): Promise<void> => {
      await owner.query(
        `update measure_delta set quantity = quantity + $1
         where ordinal = 0 and (computation, seq) = (
           select computation, max(delta.seq) from measure_delta delta join figure_definition measure using (computation)
           where measure.code = 'renewal-volume' group by computation)`,
        [by],
      );
    };
    await change(100);
    const ended = await replayed(registry, auditor, { programme: 'SH24' });
    await change(-100);
    expect([ended.status, ended.verdict]).toEqual(['COMPLETED', 'different']);
    expect(ended.differences).toContainEqual({
      target: 'SH24-RENEW',
      member: 'actual',
      replayed: '1400000.00',
      projected: '1400001.00',
    });
    // Nor is a sum listed that is right, because the altered quantity would make another of it.
    expect(ended.rows).toEqual([
      {
        table: 'measure_delta',
        key: expect.stringContaining(' 2024-12-01 '),
        expected: 40000000,
        found: 40000100,
      },
    ]);
    expect((await replayed(registry, auditor, { programme: 'SH24' })).verdict).toBe('equal');
  });

  it('do not disturb each other', async () => {
    const many = await Promise.all(
      ['2024-06-30', '2024-12-01', '2024-12-31', '2025-06-30'].map((effectiveAsOf) =>
        replayed(registry, auditor, { programme: 'SH24', effectiveAsOf }),
      ),
    );
    expect(many.map(({ verdict }) => verdict)).toEqual(['equal', 'equal', 'equal', 'equal']);
  });

  it.each([
    [{ programme: 'NONE' }, 404, '/problems/not-found'],
    [{ programme: 'SH24', knownAt: 1 }, 404, '/problems/not-found'],
    [{ programme: 'SH24', knownAt: 0 }, 400, '/problems/SCH-R01'],
    [{ programme: 'SH24', knownAt: 'yesterday' }, 400, '/problems/SCH-R01'],
    [{ programme: 'SH24', knownAt: '2999-01-01T00:00:00Z' }, 400, '/problems/SCH-R01'],
    [{ programme: 'SH24', knownAt: 999_999_999 }, 504, '/problems/not-yet-projected'],
    [{ programme: 'SH24', effectiveAsOf: '2024-02-30' }, 400, '/problems/SCH-R01'],
    [{}, 400, '/problems/SCH-R01'],
  ])('%j: %s', async (body, status, type) => {
    const answer = await ask(body);
    expect([answer.status, answer.body.type]).toEqual([status, type]);
  });

  it.each(['x', '00000000-0000-7000-8000-000000000000'])('%s is none', async (id) => {
    for (const path of [`/v1/replays/${id}`, `/v1/replays/${id}/progress`])
      expect((await registry.ask('get', path, { key: auditor })).status).toBe(404);
  });

  describe('progress', () => {
    const events = async (
      id: string,
      headers: Readonly<Record<string, string>> = {},
    ): Promise<{ status: number; type: string; text: string }> => {
      const { port } = registry;
      const asked = get({
        port,
        path: `/v1/replays/${id}/progress`,
        headers: { authorization: `Bearer ${auditor}`, ...headers },
        agent: false,
      });
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      return { status: answer.statusCode ?? 0, type: String(answer.headers['content-type']), text };
    };

    it('is told as events until the end, and not again to who has seen it', async () => {
      const { id } = (await ask({ programme: 'SH24' })).body;
      const { status, type, text } = await events(id);
      expect([status, type]).toEqual([200, 'text/event-stream; charset=utf-8']);
      const sent = text
        .split('\n\n')
        .filter((event) => event.startsWith('id: '))
        .map((event) => ({
          id: /^id: (.*)$/m.exec(event)?.[1] ?? '',
          replay: JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as Replay,
        }));
      expect(sent.at(-1)?.replay).toMatchObject({ id, status: 'COMPLETED', verdict: 'equal' });
      expect(new Set(sent.map((event) => event.id)).size).toBe(sent.length);

      const last = sent.at(-1)?.id ?? '';
      expect((await events(id, { 'last-event-id': last })).status).toBe(204);
      expect((await events(id, { 'last-event-id': 'running-0-0' })).status).toBe(200);
    });
  });

  it('wait in a line that has an end', async () => {
    await owner.query(
      `insert into replay (id, programme, effective_as_of, facts_total, asked_at)
       select gen_random_uuid(), 'SH24', '2024-12-31', 1, now() + interval '1 hour' from generate_series(1, 60)`,
    );
    const answer = await ask({ programme: 'SH24' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '30']);
    await owner.query(`delete from replay where asked_at > now() + interval '1 minute'`);
  });

  it('fail, with the fact and the reason, where the log cannot be folded', async () => {
    const { rows } = await owner.query<{ seq: number }>(
      `with planted as (
         insert into facts (seq, stream, revision, event_id, type, recorded_at, data, metadata)
         select seq + 1, 'loan-none-L1', 0, gen_random_uuid(), 'LoanTeleported', recorded_at, '{}', '{}'
           from facts order by seq desc limit 1 returning seq)
       update projection_checkpoints set seq = planted.seq from planted where name = 'targets'
       returning planted.seq::float8 as seq`,
    );
    const ended = await replayed(registry, auditor, { programme: 'SH24' });
    expect([ended.status, ended.verdict, ended.totals]).toEqual(['FAILED', null, []]);
    expect(ended.reason).toMatch(
      new RegExp(`^The log cannot be folded at fact ${rows[0]?.seq}: .*LoanTeleported`),
    );
  });
});
