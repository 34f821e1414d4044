import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '#testing';
import { ask, threeBanksWithKeys } from '../support/asking.js';
import {
  anyBorrower,
  expectedClaims,
  type ExpectedClaim,
  type LoanReport,
  reportsOf,
} from '../support/first-time-cases.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { enterprise } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';
import { faultsOf, type Verdict, verdictsIn } from '../support/verdicts.js';

/* The law of arrival, over HTTP: two registry processes, every report at one of them by chance and after a while by chance. */

const borrowers = 80;
const atOnce = 12;
const longestDelayMs = 60;

const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('first-time claims reported to two processes', () => {
  let database: TestDatabase;
  let registries: RunningProcess[];
  let projector: RunningProcess;
  let keys: Awaited<ReturnType<typeof threeBanksWithKeys>>;

  beforeEach(async () => {
    database = await testDatabase();
    projector = projectorProcess(database.appUrl);
    registries = [];
    for (let count = 0; count < 2; count += 1)
      registries.push(await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey }));
    keys = await threeBanksWithKeys(registries[0]?.base ?? '');
  });

  afterEach(async () => {
    await Promise.all([projector, ...registries].map((process) => process.kill()));
    await database.drop();
  });

  const anyBase = (): string => registries[Math.floor(Math.random() * registries.length)]?.base ?? '';

  /** Sends what is reported of each loan in its order, the loans side by side. The last position. */
  const positionAfter = async (borrower: number, loans: readonly LoanReport[]): Promise<string> => {
    const positions = loans.map(async (loan, index) => {
      const key = keys.keyOf.get(loan.bank) ?? '';
      let last = 0;
      for (const body of reportsOf(borrower, index, loan)) {
        await later(Math.random() * longestDelayMs);
        const answer = await ask(anyBase(), 'POST', '/v1/events', { key, body, type: cloudEvent });
        if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
        last = Number(answer.body['position']);
      }
      return last;
    });
    return String(Math.max(...(await Promise.all(positions))));
  };

  const shown = async ({ institution, loanId }: ExpectedClaim, position: string): Promise<object> => {
    const { body } = await ask(anyBase(), 'GET', `/v1/first-time-borrowers/${institution}/${loanId}`, {
      key: keys.supervisor,
      headers: { 'await-position': position, 'await-timeout': '20000' },
    });
    const { status, reason, contested } = body;
    return { institution, loanId, status, reason, contested };
  };

  it('end as the loans alone say, in whatever order they arrived, with at most one recognised at every seq', async () => {
    const cases = fc.sample(anyBorrower, borrowers);
    const one = async (borrower: number, loans: readonly LoanReport[]): Promise<void> => {
      const position = await positionAfter(borrower, loans);
      const { id } = enterprise(borrower) as { id: string };
      const expected = expectedClaims(borrower, id, loans);
      expect(await Promise.all(expected.map((claim) => shown(claim, position)))).toEqual(expected);
    };
    await Promise.all(
      Array.from({ length: atOnce }, async (_, lane) => {
        for (const [borrower, loans] of cases.entries())
          if (borrower % atOnce === lane) await one(borrower, loans);
      }),
    );
    expect(faultsOf(await verdictsIn(database.ownerUrl))).toEqual([]);
  });
});

describe('a history of verdicts', () => {
  const verdict = (seq: number, type: string, claim: string, more: Partial<Verdict> = {}): Verdict => ({
    seq,
    stream: 's',
    type: `FirstTime${type}`,
    claim,
    reason: null,
    held: false,
    causedBy: 1,
    ...more,
  });

  it('is seen to be wrong where it is', () => {
    const first = verdict(2, 'Recognised', 'a');
    expect(
      faultsOf([first, verdict(3, 'Revoked', 'a', { held: true }), verdict(4, 'Recognised', 'b')]),
    ).toEqual([]);
    for (const wrong of [
      [first, verdict(3, 'Recognised', 'b')],
      [first, verdict(3, 'Revoked', 'a'), verdict(4, 'Recognised', 'b')],
      [first, verdict(3, 'Denied', 'b', { held: true })],
      [verdict(2, 'Denied', 'a'), verdict(3, 'Denied', 'a')],
      [verdict(3, 'Denied', 'a', { causedBy: 2 }), verdict(4, 'Denied', 'b', { causedBy: 1 })],
      [verdict(2, 'Denied', 'a', { causedBy: 2 })],
    ])
      expect(faultsOf(wrong)).toHaveLength(1);
  });
});
