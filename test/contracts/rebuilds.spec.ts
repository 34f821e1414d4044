import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Rebuild } from '#contract';
import type { SequencedFact } from '#facts';
import { sizeOf } from '#testing';
import { projections } from '../../apps/registry/src/operations/registry-state.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { engines, registryOn } from '../support/engines.js';
import { claimed, furtherOf, repaidMeasure } from '../support/rebuilt-story.js';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import { cloudEvent, cloudEventBatch, type RunningRegistry } from '../support/running-registry.js';
import { north, reportsOf, south } from '../support/three-banks.js';

/* Every projection is built anew beside the live one and switched (5.3), while reports arrive and pages are read, on both engines. */

/** Reports a second, and for how long at least. */
const { aSecond: rate, seconds } = sizeOf('reportsDuringRebuilds');
const route = '/v1/operations/rebuilds';

describe.each(engines)('a rebuild, on %s', (engine) => {
  let registry: RunningRegistry;
  let owner: pg.Client;
  let supervisor: string;
  const banks: Record<string, string> = {};

  const listed = async (): Promise<readonly Rebuild[]> => {
    const { status, body } = await registry.ask('get', route);
    expect(status).toBe(200);
    return body.items as readonly Rebuild[];
  };
  const completed = async (ids: readonly string[]): Promise<readonly Rebuild[]> => {
    for (let tries = 0; tries < 3_000; tries += 1) {
      const own = (await listed()).filter(({ id }) => ids.includes(id));
      if (own.every(({ status }) => status !== 'RUNNING')) return own;
      await later(50);
    }
    throw new Error(JSON.stringify(await listed()));
  };
  const asked = async (projection: string): Promise<string> => {
    const { status, body } = await registry.ask('post', route, { body: { projection } });
    expect([projection, status]).toEqual([projection, 202]);
    return (body as Rebuild).id;
  };
  const sent = async (bank: string, reports: readonly object[]): Promise<void> => {
    const { body } = await registry.ask('post', '/v1/events', {
      key: banks[bank] ?? '',
      type: cloudEventBatch,
      body: reports,
    });
    for (const result of body.results) expect(result).toMatchObject({ outcome: 'recorded' });
  };

  beforeAll(async () => {
    registry = await registryOn(engine);
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    supervisor = await registry.keyFor('supervisor');
    for (const bank of [north, south] as const) {
      banks[bank] = await registry.bank(bank);
      await sent(bank, reportsOf[bank]);
      await sent(bank, claimed(bank));
    }
    await registry.ask('put', '/v1/bailout/programmes/RELIEF', {
      key: supervisor,
      body: { name: { zh: '纾', en: 'Relief' }, from: '2024-01-01', to: '2025-12-31' },
    });
    await sent(north, furtherOf(north));
    const late = await registry.ask('put', '/v1/measures/repaid', { key: supervisor, body: repaidMeasure });
    expect(late.status).toBe(201);
    await projected(registry);
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  it('of every projection switches to the same rows, and no request fails', async () => {
    const { rows } = await owner.query<{ head: string }>('select max(seq) as head from facts');
    const progress = `/v1/programmes/SH24/progress?knownAt=${rows[0]?.head}&effectiveAsOf=2024-12-31`;
    const before = await registry.ask('get', progress, { key: supervisor });
    expect(before.status).toBe(200);
    let isOver = false;
    const failed: unknown[] = [];
    let requests = 0;
    const asks = async (...[method, path, asking]: Parameters<RunningRegistry['ask']>): Promise<void> => {
      const { status, text } = await registry.ask(method, path, asking);
      requests += 1;
      if (status >= 300) failed.push([path, status, text]);
    };
    const began = performance.now();
    const reporting = [north, south].map(async (bank) => {
      for (let at = 0; !isOver || performance.now() - began < seconds * 1_000; at += 1) {
        const report =
          at % 2 === 0
            ? issuedLoan(bank, `R-${at}`, 1_000 + (at % 400))
            : renewedLoan(bank, `R-${at - 1}`, 1, { renewedAmount: '100000.00' });
        const body = { ...report, id: `rebuilt-${at}` };
        await asks('post', '/v1/events', { key: banks[bank] ?? '', type: cloudEvent, body });
        await later(Math.max(0, began + ((at + 1) * 2_000) / rate - performance.now()));
      }
    });
    const reading = [
      '/v1/programmes/SH24/progress',
      `/v1/loans?limit=20`,
      `/v1/loans/${north}/N-1`,
      '/v1/first-time-borrowers',
      '/v1/bailout/disbursements',
      '/v1/indicators',
    ].map(async (path) => {
      while (!isOver) {
        await asks('get', path, { key: supervisor });
        await later(50);
      }
    });
    const ids = await Promise.all(projections.map(asked));
    const again = await registry.ask('post', route, { body: { projection: 'targets' } });
    expect([409, 202]).toContain(again.status);
    const rebuilds = await completed(ids);
    isOver = true;
    await Promise.all([...reporting, ...reading]);
    expect(failed).toEqual([]);
    expect(requests).toBeGreaterThan(100);
    for (const { projection, status, differences, first, reason, comparedSeq, switchedSeq } of rebuilds) {
      expect({ projection, status, differences, first, reason }).toEqual({
        projection,
        status: 'COMPLETED',
        differences: 0,
        first: [],
        reason: null,
      });
      expect(switchedSeq).toBeGreaterThanOrEqual(comparedSeq ?? Infinity);
    }
    if (again.status === 202) await completed([(again.body as Rebuild).id]);
    await expectProjectionsChecked(registry);
    const after = await registry.ask('get', progress, { key: supervisor });
    expect(after.text).toBe(before.text);
  }, 240_000);

  it('is recorded once, with who asked for it', async () => {
    const auditor = await registry.keyFor('auditor');
    const { text } = await registry.ask('get', '/v1/facts', { key: auditor });
    const facts = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as SequencedFact);
    const switched = facts.filter(({ type }) => type === 'ProjectionSwitched');
    const rebuilds = (await listed()).toReversed();
    expect(switched.map(({ data }) => (data as { rebuild: string }).rebuild).toSorted()).toEqual(
      rebuilds.map(({ id }) => id).toSorted(),
    );
    const [first] = switched;
    expect(first).toMatchObject({
      stream: expect.stringMatching(/^operations-/),
      metadata: { actor: 'key:boot' },
      data: { fromVersion: expect.any(Number), differences: 0 },
    });
  });

  it('names a row that was altered by hand, and not what it holds', async () => {
    await owner.query(`update loan_page set status = 'REPAID' where loan_id = 'N-1'`);
    await owner.query(
      `update measure_delta set quantity = quantity + 1 where (computation, seq, ordinal) in (
         select computation, seq, ordinal from measure_delta order by 1, 2, 3 limit 1)`,
    );
    const rebuilds = await completed([await asked('loan-book'), await asked('targets')]);
    const [loans] = rebuilds.filter(({ projection }) => projection === 'loan-book');
    expect(loans?.first).toEqual([
      { table: 'loan_page', key: expect.stringContaining('N-1'), row: 'different', columns: ['status'] },
    ]);
    const [figures] = rebuilds.filter(({ projection }) => projection === 'targets');
    expect(figures).toMatchObject({
      status: 'COMPLETED',
      differences: 1,
      first: [{ table: 'measure_delta', row: 'different', columns: ['quantity'] }],
    });
    await expectProjectionsChecked(registry);
  });

  it('is refused for what is no projection', async () => {
    for (const body of [{ projection: 'none' }, {}, { projection: 'targets', version: 1 }]) {
      const { status, body: problem } = await registry.ask('post', route, { body });
      expect([status, problem.type]).toEqual([400, '/problems/SCH-R01']);
    }
  });
});
