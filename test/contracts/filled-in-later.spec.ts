import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { lock } from '#database';
import { type ReportingBanks, reportingBanks } from '../support/reporting-banks.js';

/* A figure whose definition is being filled in from history is waited for as a position is, on every route that shows one (3.3). */

const name = { zh: '晚', en: 'Late' };
const year = { from: '2024-01-01', to: '2024-12-31' };
const lateMeasure = {
  name,
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanRenewed', sign: 1, quantity: '/data/renewedAmount' }],
};
const lateTarget = {
  name,
  measure: 'late',
  comparator: 'GT',
  threshold: '1.00',
  unit: 'CNY',
  period: year,
};

/** Takes the lock of who fills in from the process that has it, which waits for it then. */
const stopFillingIn = async (owner: pg.Client, connectionString: string): Promise<pg.Client> => {
  const holding = new pg.Client({ connectionString });
  await holding.connect();
  const taken = lock(holding, 'xudai back-fill targets');
  for (let ended = 0; ended === 0;) {
    const { rowCount } = await owner.query(
      `select pg_terminate_backend(held.pid) from pg_locks held join pg_locks waiting using (locktype, classid, objid)
        where held.granted and not waiting.granted and locktype = 'advisory'`,
    );
    ended = rowCount ?? 0;
  }
  await taken;
  return holding;
};

describe('a figure that is not filled in from history yet', () => {
  let banks: ReportingBanks;
  let owner: pg.Client;
  let holding: pg.Client;
  let defined: { readonly position: string; readonly seq: number };
  let all: number;

  const put = async (path: string, body: object) => {
    const answer = await banks.registry.ask('put', path, { key: banks.supervisor, body });
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    return answer.body;
  };
  const ask = async (path: string, headers = {}) => {
    const beganAt = performance.now();
    const { status, body } = await banks.registry.ask('get', path, { key: banks.supervisor, headers });
    return { status, body, tookMs: performance.now() - beganAt };
  };

  beforeAll(async () => {
    banks = await reportingBanks();
    all = banks.ends[1] ?? 0;
    owner = new pg.Client({ connectionString: banks.registry.ownerUrl });
    await owner.connect();
    holding = await stopFillingIn(owner, banks.registry.ownerUrl);
    defined = await put('/v1/measures/late', lateMeasure);
    defined = { ...defined, ...(await put('/v1/programmes/SH24/targets/LATE', lateTarget)) };
  });
  afterAll(async () => {
    await Promise.all([holding.end(), owner.end()]);
    await banks.registry.close();
  });

  const known = () => `effectiveAsOf=2024-12-31&knownAt=${defined.seq}`;
  const asked: readonly (readonly [string, () => string])[] = [
    ['a series', () => '/v1/measures/late/series?interval=month&effectiveAsOf=2024-12-31'],
    ['a breakdown', () => '/v1/measures/late/breakdown?by=size&effectiveAsOf=2024-12-31'],
    ['facts', () => '/v1/measures/late/facts?effectiveAsOf=2024-12-31'],
    ['a series of a version', () => `/v1/measures/late/series?interval=month&version=1&${known()}`],
    ['progress as it was known', () => `/v1/programmes/SH24/progress?${known()}`],
    ['an explanation', () => '/v1/explain?programme=SH24&target=LATE&effectiveAsOf=2024-12-31'],
    ['an explanation as it was known', () => `/v1/explain?programme=SH24&target=LATE&${known()}`],
    [
      'what moved a target',
      () => `/v1/explain?programme=SH24&target=LATE&effectiveAsOf=2024-12-31&from=${all}`,
    ],
  ];

  it.each(asked)('%s: 504 at the deadline, with the position reached', async (_, path) => {
    const waiting = [{}, { 'await-position': String(all) }].map((headers) =>
      ask(path(), { ...headers, 'await-timeout': '400' }),
    );
    for (const { status, body, tookMs } of await Promise.all(waiting)) {
      expect([status, body.type, body.position]).toEqual([504, '/problems/not-yet-projected', '0']);
      expect(tookMs).toBeGreaterThanOrEqual(399);
    }
  });

  it('is waited for by who awaits the position of the definition itself', async () => {
    const { status, body } = await ask('/v1/programmes/SH24/progress', {
      'await-position': String(defined.seq),
      'await-timeout': '100',
    });
    // Of the target only its own quantities are missing: its position says how far its whole period was followed.
    expect([status, Number(body.position) < defined.seq]).toEqual([504, true]);
  });

  it('is told as soon as it is there', async () => {
    const headers = { 'await-timeout': '30000' };
    const answers = Promise.all(asked.map(([, path]) => ask(path(), headers)));
    await new Promise((later) => setTimeout(later, 300));
    await holding.end();
    holding = new pg.Client({ connectionString: banks.registry.ownerUrl });
    await holding.connect();
    for (const { status, body, tookMs } of await answers) {
      expect([status, status === 200 ? null : body]).toEqual([200, null]);
      expect(tookMs).toBeGreaterThanOrEqual(299);
    }
    const { body } = await ask('/v1/measures/late/series?interval=month&effectiveAsOf=2024-12-31');
    expect(body.points.at(-1).cumulative).toBe('3900000.00');
  });
});
