import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Check } from '#contract';
import { createPool } from '#database';
import { keepChecking } from '#projections';
import { checkers } from '../../apps/projector/src/audit.process.js';
import { arbiter, projections } from '../../apps/registry/src/operations/registry-state.js';
import { projected } from '../support/projected.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { north, reportsOf } from '../support/three-banks.js';

/* The checkers of 5.3 as they run in production, and what an administrator sees of them. */

describe('checks of the projections', () => {
  let registry: RunningRegistry;
  let owner: pg.Client;
  const stop = new AbortController();
  let checking: Promise<void>;
  const alarms: string[] = [];

  const checks = async (): Promise<readonly Check[]> => {
    const answer = await registry.ask('get', '/v1/operations/checks');
    expect(answer.status).toBe(200);
    return answer.body.items as readonly Check[];
  };
  const until = async (reached: (checks: readonly Check[]) => boolean): Promise<readonly Check[]> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const now = await checks();
      if (reached(now)) return now;
      await later(50);
    }
    throw new Error(JSON.stringify(await checks()));
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    const key = await registry.bank(north);
    await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reportsOf[north] });
    await projected(registry);
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ name: string; version: number }>(
      'select name, version from projection_checkpoints',
    );
    const pool = createPool(registry.appUrl, { max: 1, applicationName: 'xudai test checks' });
    checking = keepChecking({
      checkers,
      projections: rows,
      pool,
      signal: stop.signal,
      onMismatches: ({ projection }) => alarms.push(projection),
      onBroken: (broken) => {
        throw new Error(JSON.stringify(broken));
      },
      onSetback: (error) => {
        throw error;
      },
      roundPauseMs: 50,
    }).then(() => pool.end());
  });

  afterAll(async () => {
    stop.abort();
    await checking;
    await owner.end();
    await registry.close();
  });

  it('are there for each projection that is read', () => {
    const checked = checkers.map(({ projection }) => projection);
    expect(projections.filter((name) => name !== arbiter && !checked.includes(name))).toEqual([]);
  });

  it('find every row right, up to the head', async () => {
    const { rows } = await owner.query<{ head: string }>('select max(seq) as head from facts');
    const all = await until((now) => now.length === checkers.length);
    for (const { seq, mismatches, first } of all)
      expect({ seq, mismatches, first }).toEqual({
        seq: Number(rows[0]?.head),
        mismatches: 0,
        first: [],
      });
    expect(alarms).toEqual([]);
  });

  it('find a row that was altered by hand, and tell an administrator which, not what it holds', async () => {
    const alter = (status: string) =>
      owner.query(`update loan_page set status = $1 where loan_id = 'N-1'`, [status]);
    await alter('REPAID');
    const found = await until((now) => now.some(({ mismatches }) => mismatches > 0));
    expect(found.filter(({ mismatches }) => mismatches > 0)).toMatchObject([
      {
        projection: 'loan-book',
        first: [
          {
            table: 'loan_page',
            key: expect.stringContaining('N-1'),
            row: 'different',
            columns: ['status'],
          },
        ],
        failure: null,
      },
    ]);
    expect(JSON.stringify(found)).not.toContain('REPAID');
    expect(alarms).toContain('loan-book');
    // As the operator's guide has it, while everything runs.
    await owner.query(`select begin_projection_again('loan-book')`);
    await until((now) => now.length === checkers.length && now.every(({ mismatches }) => mismatches === 0));
    const { rows } = await owner.query(`select status from loan_page where loan_id = 'N-1'`);
    expect(rows).toEqual([{ status: 'ACTIVE' }]);
  });

  it('find all rows as they were of each projection that is begun again, and nobody but the owner may', async () => {
    const contents = async (): Promise<unknown> => {
      const { rows: tables } = await owner.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
          and relname not in ('projection_checks', 'replay', 'key_last_used', 'allocation_request') order by relname`,
      );
      const found: unknown[] = [];
      for (const { name } of tables) {
        const { rows } = await owner.query(
          `select count(*), md5(string_agg(row::text, E'\n' order by row::text)) from ${name} as row`,
        );
        found.push([name, rows[0]]);
      }
      return found;
    };
    await projected(registry);
    const before = await contents();
    // What follows from no fact goes.
    await owner.query(`insert into uscc_page values ('none', '{}')`);
    for (const name of projections) await owner.query('select begin_projection_again($1)', [name]);
    await projected(registry);
    expect(await contents()).toEqual(before);
    await expect(owner.query(`select begin_projection_again('none')`)).rejects.toThrow('no projection');
    const app = new pg.Client({ connectionString: registry.appUrl });
    await app.connect();
    await expect(app.query(`select begin_projection_again('loan-book')`)).rejects.toThrow(
      'permission denied',
    );
    await app.end();
  });
});
