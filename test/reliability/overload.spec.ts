import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { overload, type Overload } from '../../apps/cli/src/bench/overload/campaign.client.js';
import { prepared } from '../../apps/cli/src/bench/overload/sender.client.js';
import { projected } from '../support/projected.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { administratorsKey } from '../support/running-registry.js';

/* A short form of `npm run bench -- overload`. Times are not looked at here but for hangs: they are measured there. */

describe('more than a registry can take', () => {
  let database: TestDatabase;
  let processes: readonly RunningProcess[] = [];
  let result: Overload;

  beforeAll(async () => {
    database = await testDatabase();
    const registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes = [registry, projectorProcess(database.appUrl)];
    await projected(database);
    result = await overload({
      base: registry.base,
      administratorsKey,
      durationMs: 4_000,
      floodingSingles: 200,
      floodingBatches: 12,
      reportsInBatch: 400,
      otherSingles: 8,
      flood: (senders, begins) => {
        const floods = senders.map(prepared);
        begins();
        return Promise.all(floods.map((flood) => flood()));
      },
    });
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
  });

  it('turns away what has no room, each time in a problem document that says when to come again', () => {
    expect(result.singles.turnedAway).toBeGreaterThan(0);
    expect(result.batches.turnedAway).toBeGreaterThan(0);
    for (const { impolite, broken, unexpected } of [
      result.singles,
      result.batches,
      result.others,
      result.quiet,
    ])
      expect([impolite, broken, unexpected]).toEqual([0, 0, []]);
  });

  it('leaves those who send little their places', () => {
    expect(result.others.turnedAway).toBe(0);
    expect(result.quiet.turnedAway).toBe(0);
    expect(result.quiet.tookMs.length).toBeGreaterThan(0);
    // Each of its connections was served.
    expect(result.others.tookMs.length).toBeGreaterThanOrEqual(8);
  });

  it('answers health checks', () => {
    expect(result.health.failed).toBe(0);
    expect(result.health.tookMs.length).toBeGreaterThan(2);
  });

  it('has recorded each report that it acknowledged, once', () => {
    expect(result.acknowledged).toBeGreaterThan(100);
    expect(result.lost).toBe(0);
  });
});
