import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { sizeOf, testDatabase, type TestDatabase } from '#testing';
import { ask, threeBanksWithKeys } from '../support/asking.js';
import {
  anyBorrower,
  expectedClaims,
  firstTimeFlagged,
  type LoanReport,
  loanIdOf,
  reportsOf,
} from '../support/first-time-cases.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { enterprise, issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';
import { north } from '../support/three-banks.js';
import { faultsOf, verdictsIn } from '../support/verdicts.js';

/* The projector, and the arbiter in it, killed with -9: every claim is settled, once, and somebody else takes over. */

const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('an arbiter that is killed', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let projectors: RunningProcess[];
  let keys: Awaited<ReturnType<typeof threeBanksWithKeys>>;

  beforeEach(async () => {
    database = await testDatabase();
    projectors = [projectorProcess(database.appUrl)];
    registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    keys = await threeBanksWithKeys(registry.base);
  });

  afterEach(async () => {
    await Promise.all([registry, ...projectors].map((process) => process.kill()));
    await database.drop();
  });

  const tell = async (bank: string, body: object): Promise<string> => {
    const key = keys.keyOf.get(bank) ?? '';
    const answer = await ask(registry.base, 'POST', '/v1/events', { key, body, type: cloudEvent });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return String(answer.body['position']);
  };

  const shown = async (
    claim: { institution: string; loanId: string },
    position: string,
    timeoutMs = 30_000,
  ) => {
    const path = `/v1/first-time-borrowers/${claim.institution}/${claim.loanId}`;
    const headers = { 'await-position': position, 'await-timeout': String(timeoutMs) };
    const { status, reason } = (await ask(registry.base, 'GET', path, { key: keys.supervisor, headers }))
      .body;
    return { ...claim, status, reason };
  };

  it('again and again during a stream of claims: no fact twice, no claim lost, at most one recognised at every seq', async () => {
    const cases = fc.sample(anyBorrower, 40);
    projectors.push(projectorProcess(database.appUrl));
    await secondProjector();
    let isSent = false;
    let kills = 0;
    const killing = (async () => {
      while (!isSent) {
        await settlingBegins();
        await later(Math.random() * 100);
        // The elder one is active; the other one takes over, and a new one stands by.
        await projectors.shift()?.kill();
        projectors.push(projectorProcess(database.appUrl));
        kills += 1;
      }
    })();
    const tellAll = async (borrower: number, loans: readonly LoanReport[]): Promise<readonly string[]> =>
      Promise.all(
        loans.map(async (loan, index) => {
          let position = '';
          for (const report of reportsOf(borrower, index, loan)) {
            position = await tell(loan.bank, report);
            await later(Math.random() * 200);
          }
          return position;
        }),
      );
    const positions: string[] = [];
    for (let from = 0; from < cases.length; from += 4)
      for (const sent of await Promise.all(
        cases.slice(from, from + 4).map((loans, index) => tellAll(from + index, loans)),
      ))
        positions.push(...sent);
    isSent = true;
    await killing;
    expect(kills).toBeGreaterThanOrEqual(sizeOf('killedArbiter').crashes);

    const last = String(Math.max(...positions.map(Number)));
    for (const [borrower, loans] of cases.entries()) {
      const { id } = enterprise(borrower) as { id: string };
      const expected = expectedClaims(borrower, id, loans).map(
        ({ contested: _contested, ...claim }) => claim,
      );
      expect(
        await Promise.all(expected.map(({ institution, loanId }) => shown({ institution, loanId }, last))),
      ).toEqual(expected);
    }
    const verdicts = await verdictsIn(database.ownerUrl);
    expect(faultsOf(verdicts)).toEqual([]);
  });

  it('is succeeded by the one that stands by within five seconds', async () => {
    const claim = async (borrower: number): Promise<string> => {
      await tell(north, issuedLoan(north, loanIdOf(borrower, 0), borrower, { effectiveDate: '2024-03-02' }));
      return tell(north, firstTimeFlagged(north, loanIdOf(borrower, 0), borrower));
    };
    const recognised = (borrower: number) => ({
      institution: north,
      loanId: loanIdOf(borrower, 0),
      status: 'RECOGNISED',
      reason: null,
    });
    const settled = async (borrower: number, timeoutMs: number): Promise<object> =>
      shown({ institution: north, loanId: loanIdOf(borrower, 0) }, await claim(borrower), timeoutMs);

    expect(await settled(1, 30_000)).toEqual(recognised(1));
    projectors.push(projectorProcess(database.appUrl));
    await secondProjector();
    await projectors[0]?.kill();
    const killed = performance.now();
    expect(await settled(2, 5_000)).toEqual(recognised(2));
    expect(performance.now() - killed).toBeLessThan(5_000);
    expect(faultsOf(await verdictsIn(database.ownerUrl))).toEqual([]);
  });

  /** Until more is settled than when it was asked: the arbiter is at work. */
  const settlingBegins = async (): Promise<void> => {
    const { length } = await verdictsIn(database.ownerUrl);
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline && (await verdictsIn(database.ownerUrl)).length === length)
      await later(5);
  };

  /** Until all sessions of a second projector ask for the places that the first one holds: it has begun, and stands by. */
  const secondProjector = async (): Promise<void> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    let before = 0;
    for (let looksAlike = 0; looksAlike < 10; await later(50)) {
      const { rows } = await client.query<{ asking: number; places: number }>(
        `select count(*)::integer as asking, (select count(*) from projection_checkpoints)::integer as places
           from pg_stat_activity
          where datname = current_database() and query like 'select pg_try_advisory_lock%'`,
      );
      const { asking = 0, places = 0 } = rows[0] ?? {};
      looksAlike = asking >= places && asking === before ? looksAlike + 1 : 0;
      before = asking;
    }
    await client.end();
  };
});
