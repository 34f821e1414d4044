import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { ask, bankWithKey, issuedKey } from '../support/asking.js';
import { type LoopHolds, longestHoldMs, loopHolds } from '../support/loop-holds.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { enterprise, issuedLoan, reportOf } from '../support/reports.js';
import { administratorsKey, cloudEvent, cloudEventBatch } from '../support/running-registry.js';

/* One report among thousands in its stream is corrected and reversed: nobody else waits for that, and each outcome is found again. */

const bank = 'C1010211000012';
const facts = 2_000;

const effectiveDate = '2024-03-01';
const reason = 'a test';

describe('in a stream of thousands', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let projector: RunningProcess;
  let holds: LoopHolds;
  let key: string;

  const send = async (
    body: object,
    query = '',
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(`${registry.base}/v1/events${query}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': Array.isArray(body) ? cloudEventBatch : cloudEvent,
      },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  /** Nothing that is recorded of it holds the loop. */
  const shortly = async (body: object, query = ''): ReturnType<typeof send> => {
    const from = Date.now();
    const answer = await send(body, query);
    expect(await holds.longestSince(registry.base, from)).toBeLessThan(longestHoldMs);
    return answer;
  };

  const inBatches = async (reports: readonly object[]): Promise<void> => {
    for (let from = 0; from < reports.length; from += 1_000) {
      const { body } = await send(reports.slice(from, from + 1_000));
      const results = body['results'] as readonly { readonly status: number }[];
      expect(new Set(results.map(({ status }) => status))).toEqual(new Set([201]));
    }
  };

  const disbursed = (no: number, amount = '1.00') => ({
    effectiveDate,
    programme: 'LONG',
    kind: 'BRIDGE',
    borrower: enterprise(no % 50),
    amount,
  });

  beforeAll(async () => {
    [database, holds] = await Promise.all([testDatabase(), loopHolds()]);
    registry = await registryProcess(
      database.appUrl,
      { XUDAI_BOOTSTRAP_KEY: administratorsKey, ...holds.env },
      holds.options,
    );
    projector = projectorProcess(database.appUrl);
    key = await bankWithKey(registry.base, bank);
    const supervisor = await issuedKey(registry.base, { role: 'supervisor' });
    const defined = await fetch(`${registry.base}/v1/bailout/programmes/LONG`, {
      method: 'PUT',
      body: JSON.stringify({ name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' }),
      headers: { authorization: `Bearer ${supervisor}`, 'content-type': 'application/json' },
    });
    expect(defined.status).toBe(201);
    await inBatches(
      Array.from({ length: facts }, (_, no) =>
        reportOf(bank, `d${no}`, 'bailout.disbursed', `D${no}`, disbursed(no)),
      ),
    );
    await inBatches([
      issuedLoan(bank, 'LONG', 1),
      ...Array.from({ length: facts }, (_, no) =>
        reportOf(bank, `r${no}`, 'loan.repaid', 'LONG', { effectiveDate, amount: '0.01' }),
      ),
    ]);
  }, 240_000);

  afterAll(async () => {
    await Promise.all([registry.kill('SIGTERM'), projector.kill()]);
    await database.drop();
    await holds.remove();
  });

  it('a disbursement is corrected and reversed', async () => {
    const replacement = disbursed(7, '2.00');
    const correct = reportOf(bank, 'c7', 'event.corrected', 'd7', { effectiveDate, replacement, reason });
    expect(await shortly(correct, '?dryRun=true')).toMatchObject({
      status: 200,
      body: { wouldBe: 'recorded' },
    });
    const { status, body } = await shortly(correct);
    expect([status, body]).toMatchObject([201, { facts: [{ type: 'FactCorrected', revision: facts }] }]);
    expect(await shortly(correct)).toMatchObject({ status: 200, body: { repeated: true } });
    const reverse = reportOf(bank, 'x7', 'event.reversed', 'd7', { effectiveDate, reason });
    expect((await shortly(reverse)).status).toBe(201);
    const known = await ask(registry.base, 'GET', '/v1/events/c7', { key });
    expect(known.body['facts']).toEqual(body['facts']);
  });

  it('a drawdown is corrected: all repayments are decided on again', async () => {
    const { data } = issuedLoan(bank, 'LONG', 1) as { readonly data: object };
    const to = (id: string, principal: string) =>
      reportOf(bank, id, 'event.corrected', 'issue-LONG', {
        effectiveDate,
        replacement: { ...data, principal },
        reason,
      });
    expect((await shortly(to('more', '2000000.00'))).status).toBe(201);
    const { status, body } = await shortly(to('less', '0.01'));
    expect([status, body['rule'], (body['later'] as readonly unknown[]).length]).toEqual([
      422,
      'COR-R02',
      facts - 1,
    ]);
  });
});
