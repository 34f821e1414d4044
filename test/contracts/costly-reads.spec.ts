import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Pages may cost much. Whoever asks for many at once keeps nobody from reporting, and nobody else from reading. */

const [asking, other] = ['C1010211000012', 'C1010311000013'];

describe('pages that take long to read', () => {
  let registry: RunningRegistry;
  let keys: readonly [string, string];
  let owner: pg.Client;

  beforeAll(async () => {
    registry = await runningRegistry();
    keys = [await registry.bank(asking), await registry.bank(other)];
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  /** Sent at once, not when it is waited for. */
  const loans = () => Promise.resolve(registry.ask('get', '/v1/loans', { key: keys[0] }));

  it('of one bank, many at once, leave others their reports and pages', async () => {
    await owner.query('begin; lock table loan_page in access exclusive mode');
    const held = Array.from({ length: 40 }, loans);
    // All that are let in are under way by now.
    await new Promise((later) => setTimeout(later, 1_000));
    const begun = performance.now();
    for (const [no, bank] of [other, asking].entries()) {
      const body = issuedLoan(bank, `L${no}`, no);
      const reported = await registry.ask('post', '/v1/events', {
        key: keys[no === 0 ? 1 : 0],
        type: cloudEvent,
        body,
      });
      expect(reported.status).toBe(201);
    }
    const read = await registry.ask('get', '/v1/institutions', { key: keys[1] });
    expect(read.status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(8_000);
    await owner.query('rollback');
    const answers = await Promise.all(held);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(16);
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  });

  it('and are broken off are told so, and to ask for less', async () => {
    await owner.query('begin; lock table loan_page in access exclusive mode');
    const asked = loans();
    const same = new pg.Client({ connectionString: registry.appUrl });
    await same.connect();
    for (let cancelled = 0; cancelled === 0;)
      cancelled =
        (
          await same.query(
            `select pg_cancel_backend(pid) from pg_stat_activity
              where wait_event_type = 'Lock' and query like '%shown as materialized%'`,
          )
        ).rowCount ?? 0;
    await same.end();
    const answer = await asked;
    await owner.query('rollback');
    expect([answer.status, answer.body.type, answer.body.retryable]).toEqual([
      503,
      '/problems/unavailable',
      true,
    ]);
    expect(answer.body.detail).toContain('Ask for less at once');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});
