import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

let postgres: PostgresForSpec;

beforeAll(async () => {
  postgres = await postgresForSpec();
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => postgres.close());

/** How many groups of appends went to PostgreSQL so far. */
const groupsBegun = (): (() => number) => {
  const asked = jest.spyOn(pg.Client.prototype, 'query');
  const isGroup = (question: unknown): boolean =>
    /^append_expected_facts?$/.test((question as { readonly name?: string }).name ?? '');
  return () => asked.mock.calls.filter(([question]) => isGroup(question)).length;
};

describe('the next group of appends', () => {
  it('is under way before the last one is answered', async () => {
    const { log } = postgres.openLog();
    await log.append(plantedAppend(newStream(), 'none'));
    const begun = groupsBegun();
    const first = log.append(plantedAppend(newStream(), 'none')).then(begun);
    while (begun() === 0) await yieldToEventLoop();
    const next = log.append(plantedAppend(newStream(), 'none')).then(begun);
    expect([await first, await next]).toEqual([2, 2]);
  });

  it('waits one turn more where only bulk appends wait', async () => {
    const { log, bulk } = postgres.openLog();
    await log.append(plantedAppend(newStream(), 'none'));
    const begun = groupsBegun();
    const first = bulk.append(plantedAppend(newStream(), 'none')).then(begun);
    while (begun() === 0) await yieldToEventLoop();
    const next = bulk.append(plantedAppend(newStream(), 'none')).then(begun);
    expect([await first, await next]).toEqual([1, 2]);
  });

  it('does not wait where many bulk appends wait', async () => {
    const { log, bulk } = postgres.openLog();
    await log.append(plantedAppend(newStream(), 'none'));
    const begun = groupsBegun();
    const first = bulk.append(plantedAppend(newStream(), 'none')).then(begun);
    while (begun() === 0) await yieldToEventLoop();
    const many = Array.from({ length: 101 }, () => bulk.append(plantedAppend(newStream(), 'none')));
    expect(await first).toBe(2);
    await Promise.all(many);
    expect(begun()).toBe(2);
  });

  it('contains the appends of callers that were just answered, where no other waits', async () => {
    const { log } = postgres.openLog();
    await log.append(plantedAppend(newStream(), 'none'));
    const begun = groupsBegun();
    const twice = async (): Promise<void> => {
      await log.append(plantedAppend(newStream(), 'none'));
      await log.append(plantedAppend(newStream(), 'none'));
    };
    await Promise.all(Array.from({ length: 20 }, twice));
    expect(begun()).toBe(2);
  });
});
