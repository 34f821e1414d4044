import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sizeOf, testDatabase, type TestDatabase } from '#testing';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { claims, figures, shown } from '../support/quarter/figures.js';
import { type Ask, type Body, prepareQuarter, shuffled, tell } from '../support/quarter/quarter.js';
import { administratorsKey } from '../support/running-registry.js';

/* The quarter again, in real processes, while the projector, and the arbiter with it, is killed and started again. */

const asking =
  (base: string): Ask =>
  async (method, path, { key = administratorsKey, body, type = 'application/json', headers = {} }) => {
    const answer = await fetch(base + path, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Body };
  };

describe('a quarter during which the projector is killed', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let projector: RunningProcess;

  beforeEach(async () => {
    database = await testDatabase();
    registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    projector = projectorProcess(database.appUrl);
  });

  afterEach(async () => {
    await Promise.all([registry, projector].map((process) => process.kill()));
    await database.drop();
  });

  it('shows the same totals and the same holders', async () => {
    const ask = asking(registry.base);
    const keys = await prepareQuarter(ask);
    let isSent = false;
    let kills = 0;
    const killing = (async () => {
      while (!isSent) {
        // Long enough to begin, short enough to be in the middle of something.
        await new Promise((later) => setTimeout(later, 400 + Math.random() * 900));
        await projector.kill();
        projector = projectorProcess(database.appUrl);
        kills += 1;
      }
    })();
    const sent = shuffled(Math.floor(Math.random() * 1_000_000));
    const positions: string[] = [];
    for (const report of sent) {
      positions.push(await tell(ask, keys, [report]));
      await new Promise((later) => setTimeout(later, 60));
    }
    isSent = true;
    await killing;
    expect(kills).toBeGreaterThanOrEqual(sizeOf('killedQuarter').crashes);
    const position = positions.filter((each) => each !== '').at(-1) ?? '';
    const quarter = await shown(ask, keys, position, '2024-12-31');
    const actuals = [...quarter.targets].map(([code, { actual, achieved }]) => [code, [actual, achieved]]);
    expect(Object.fromEntries(actuals)).toEqual(figures);
    expect(quarter.claims).toEqual(claims);
  });
});
