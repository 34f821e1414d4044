import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool } from '#database';
import { Intake } from '#intake';
import { Ledger } from '#recording';
import { decideSubmissions } from '#submissions';
import { WakeUp } from '#wake-up';
import { SubmissionWorker } from '../../apps/registry/src/submissions/submission-worker.process.js';
import { issuedLoan } from '../support/reports.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { decided, fileOf, submit } from '../support/submitting.js';

/* More institutions with files than are decided at once: a large file gives way between two chunks, and goes on where it was. */

const [large, small] = ['C1010211000012', 'C1010311000013'] as const;

describe('files of more institutions than have a place', () => {
  let registry: RunningRegistry;
  const keys = { [large]: '', [small]: '' };

  beforeAll(async () => {
    registry = await runningRegistry();
    for (const bank of [large, small] as const) keys[bank] = await registry.bank(bank);
    await registry.application.get(SubmissionWorker).onModuleDestroy();
  });

  afterAll(() => registry.close());

  it('are decided in turns, each whole and in its order', async () => {
    const loans = 2_500;
    const file = fileOf(Array.from({ length: loans }, (_, no) => issuedLoan(large, `T${no}`, no)));
    const first = await submit(registry, { file, key: keys[large] });
    const second = await submit(registry, { file: fileOf([issuedLoan(small, 'T', 1)]), key: keys[small] });
    expect([first.status, second.status]).toEqual([201, 201]);
    const stop = new AbortController();
    const pool = createPool(registry.appUrl, { max: 4, applicationName: 'xudai test' });
    const setbacks: unknown[] = [];
    const working = decideSubmissions({
      pool,
      intake: registry.application.get(Intake),
      ledger: registry.application.get(Ledger, { strict: false }),
      signer: { name: 'xudai', ...generateKeyPairSync('ed25519') },
      received: new WakeUp(),
      signal: stop.signal,
      hasRoom: () => true,
      onSetback: (error) => setbacks.push(error),
      onDamaged: (error) => setbacks.push(error),
      atOnce: 1,
      shareMs: 0,
    });
    expect(await decided(registry, second.body.id, keys[small], 90_000)).toMatchObject({ recorded: 1 });
    expect(await decided(registry, first.body.id, keys[large], 90_000)).toMatchObject({
      recorded: loans,
      repeated: 0,
      refused: 0,
    });
    stop.abort();
    await working;
    expect(setbacks).toEqual([]);
    const { rows } = await pool.query(
      `select min(seq) filter (where institution = $1) as first, max(seq) filter (where institution = $1) as last,
              max(seq) filter (where institution = $2) as between from facts where type = 'LoanIssued'`,
      [large, small],
    );
    expect(rows[0].between).toBeGreaterThan(rows[0].first);
    expect(rows[0].between).toBeLessThan(rows[0].last);
    await pool.end();
  }, 240_000);
});
