import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { replayed } from '../support/replaying.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { projected } from '../support/projected.js';
import { north, reportsOf } from '../support/three-banks.js';

/* Replays of figures as of another day, and as they were known at another fact. */

describe('replays', () => {
  let registry: RunningRegistry;
  let auditor: string;
  let owner: pg.Client;

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

  it('know the figure of another day', async () => {
    const { totals, verdict } = await replayed(registry, auditor, {
      programme: 'SH24',
      effectiveAsOf: '2024-11-30',
    });
    expect(verdict).toBe('equal');
    expect(totals.find(({ target }) => target === 'SH24-RENEW')?.replayed).toBe('0.00');
  });

  it('hold the figures as they were known at a fact against the facts up to it', async () => {
    const { rows } = await owner.query<{ seq: string }>(
      `select seq from facts where type = 'LoanRenewed' order by seq`,
    );
    const [first, last] = [rows[0], rows.at(-1)];
    const seq = Number(first?.seq);
    for (const knownAt of [seq, String(seq)]) {
      const ended = await replayed(registry, auditor, { programme: 'SH24', knownAt });
      expect(ended).toMatchObject({ verdict: 'equal', seq, knownAt: seq, factsRead: seq, factsTotal: seq });
      const progress = await registry.ask('get', `/v1/programmes/SH24/progress?knownAt=${seq}`, {
        key: auditor,
      });
      expect(ended.effectiveAsOf).toBe(progress.body.basis.effectiveAsOf);
      expect(ended.totals.map(({ projected }) => projected)).toEqual(
        progress.body.targets.map(({ actual }: { actual: string | null }) => actual),
      );
    }
    const early = await replayed(registry, auditor, {
      programme: 'SH24',
      knownAt: seq - 1,
      effectiveAsOf: '2024-12-31',
    });
    expect(early).toMatchObject({ verdict: 'equal', knownAt: seq - 1 });
    expect(early.totals.find(({ target }) => target === 'SH24-RENEW')?.replayed).toBe('0.00');
    const now = await replayed(registry, auditor, { programme: 'SH24' });
    expect(now.seq).toBeGreaterThanOrEqual(Number(last?.seq));
    expect(now.knownAt).toBeNull();
  });

  it('are asked for by an instant as figures are', async () => {
    const { rows } = await owner.query<{ at: Date; seq: string }>(
      `select recorded_at as at, max(seq) as seq from facts
        where recorded_at < (select max(recorded_at) from facts) group by 1 order by 1 desc limit 1`,
    );
    const knownAt = rows[0]?.at.toISOString() ?? '';
    const ended = await replayed(registry, auditor, { programme: 'SH24', knownAt });
    expect(ended).toMatchObject({
      verdict: 'equal',
      knownAt: Number(rows[0]?.seq),
      seq: Number(rows[0]?.seq),
    });
  });
});
