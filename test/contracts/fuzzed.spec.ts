import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase, sizeOf } from '#testing';
import { ask, bankWithKey, issuedKey, untilReady } from '../support/asking.js';
import { fuzz } from '../support/fuzz/campaign.js';
import { steadySender } from '../support/fuzz/steady-sender.js';
import type { Document } from '../support/fuzz/valid-values.js';
import { type LoopHolds, longestHoldMs, loopHolds } from '../support/loop-holds.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';

/*
 * Requests made from the published document and spoiled, against the program as it runs, while another bank reports as ever. None of
 * them breaks anything or holds the event loop, and that bank notices nothing. Another campaign each time; TEST_FUZZ_SEED repeats one.
 */

const { requests: count, longestMs } = sizeOf('fuzz');
const seed = Number(process.env['TEST_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);

const [fuzzedBank, steadyBank] = ['C1010211000012', 'C1010311000013'] as const;

describe(`${count} requests made from the document, seed ${seed}`, () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let projector: RunningProcess;
  let holds: LoopHolds;
  let keys: Record<'bank' | 'supervisor' | 'auditor' | 'admin', string>;
  let steadyKey: string;

  beforeAll(async () => {
    database = await testDatabase();
    holds = await loopHolds();
    registry = await registryProcess(
      database.appUrl,
      { XUDAI_BOOTSTRAP_KEY: administratorsKey, XUDAI_LOG_LEVEL: 'fatal', ...holds.env },
      holds.options,
    );
    projector = projectorProcess(database.appUrl);
    keys = {
      bank: await bankWithKey(registry.base, fuzzedBank),
      supervisor: await issuedKey(registry.base, { role: 'supervisor' }),
      auditor: await issuedKey(registry.base, { role: 'auditor' }),
      admin: administratorsKey,
    };
    steadyKey = await bankWithKey(registry.base, steadyBank);
    for (const loan of ['L1', 'L2', 'L3'])
      await ask(registry.base, 'POST', '/v1/events', {
        key: keys.bank,
        type: cloudEvent,
        body: issuedLoan(fuzzedBank, loan, 1),
      });
  });

  afterAll(async () => {
    await Promise.all([registry.kill('SIGTERM'), projector.kill('SIGTERM')]);
    await database.drop();
    await holds.remove();
  });

  const recordedOf = async (institution: string): Promise<readonly string[]> => {
    const answer = await fetch(`${registry.base}/v1/facts?institution=${institution}&type=LoanIssued`, {
      headers: { authorization: `Bearer ${keys.auditor}` },
    });
    const lines = (await answer.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => String((JSON.parse(line) as { data: { loanId: unknown } }).data.loanId));
  };

  it(
    'break nothing, are told in problem documents, and hold nobody up',
    async () => {
      const document = (await (await fetch(`${registry.base}/openapi.json`)).json()) as Document;
      const known = {
        institution: [fuzzedBank],
        loanId: ['L1', 'L2', 'L3'],
        code: ['SH24', 'renewal-volume', fuzzedBank, 'A', 'RNW-R02'],
        target: ['SH24-RENEW', 'A'],
        id: ['issue-L1', 'none'],
        file: ['xudai.loan.issued.v1.json'],
        day: ['2024-01-10'],
        'Await-Position': ['1', '20'],
      };
      const begun = Date.now();
      const steady = steadySender(registry.base, steadyKey, steadyBank);
      const { statuses, faults } = await fuzz({
        port: Number(new URL(registry.base).port),
        around: { document, keys, bank: fuzzedBank, known },
        seed,
        count,
      }).finally(() => steady.stop());
      const held = await holds.longestSince(registry.base, begun);
      const sent = await steady.stop();
      if (count > 10_000)
        console.log(`answered ${JSON.stringify(statuses)}, the loop held ${Math.round(held)} ms at most`);

      expect(faults.slice(0, 20)).toEqual([]);
      expect(faults.length).toBe(0);
      // It came further than the first check: something was recorded, made, refused by rules.
      for (const status of [200, 201, 400, 401, 403, 404, 405, 413, 415, 501])
        expect([status, statuses[status] ?? 0]).not.toEqual([status, 0]);
      expect((statuses[409] ?? 0) + (statuses[422] ?? 0)).toBeGreaterThan(0);
      expect(steady.wrong).toEqual([]);
      expect(sent).toBeGreaterThan(20);
      const loans = await recordedOf(steadyBank);
      expect([loans.length, new Set(loans).size]).toEqual([sent, sent]);
      await untilReady(registry.base);
      expect(held).toBeLessThan(longestHoldMs);
    },
    longestMs,
  );
});
