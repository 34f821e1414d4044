import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool } from '#database';
import { openLog, WrongLog } from '#event-log';
import { testDatabase, type TestDatabase } from '#testing';
import { eventStore, type Store } from '../support/engines.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { factRows, move } from '../support/moving.js';
import { claims, figures, type Shown, shown } from '../support/quarter/figures.js';
import { inOrder, type Keys, prepareQuarter, tell } from '../support/quarter/quarter.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/*
 * A quarter's log on its way from PostgreSQL into an event store and back, and there once more. On each engine the registry goes
 * on where it stood on the other.
 */

describe('a log that is moved from one engine to the other and back', () => {
  let database: TestDatabase;
  let store: Store;
  let registry: RunningRegistry | undefined;
  let keys: Keys;
  /** What is shown of the quarter at the end of what was told. */
  let standing: Shown;

  const start = async (on: 'PostgreSQL' | 'event store'): Promise<RunningRegistry> => {
    registry = await runningRegistry({ database, ...(on === 'event store' && { eventStore: store }) });
    return registry;
  };
  const stop = async (): Promise<void> => {
    await registry?.close();
    registry = undefined;
  };

  beforeAll(async () => {
    [database, store] = [await testDatabase(), await eventStore()];
    const { ask } = await start('PostgreSQL');
    keys = await prepareQuarter(ask);
    standing = await shown(ask, keys, await tell(ask, keys, inOrder), '2024-12-31');
  });

  afterAll(async () => {
    await stop();
    await database.drop();
    store.close();
  });

  /** Everything is there as it was; a report that was sent before is known; a new one goes on from it. */
  const expectToGoOn = async (on: 'PostgreSQL' | 'event store', loanId: string): Promise<void> => {
    const running = await start(on);
    const { ask } = running;
    const [first] = inOrder;
    if (!first) throw new Error('The quarter has a first report.');
    const sent = { key: keys.ofMembers[first.member], type: 'application/cloudevents+json' };
    const again = await ask('post', '/v1/events', { ...sent, body: first.report });
    expect([again.status, again.body.repeated]).toEqual([200, true]);
    expect(await shown(ask, keys, again.body.position as string, '2024-12-31')).toEqual(standing);

    const { id, subject: _loan, ...report } = first.report as { id: string; subject: string };
    const body = { ...report, id: `${id}-${loanId}`, subject: loanId };
    const fresh = await ask('post', '/v1/events', { ...sent, body });
    expect(fresh.status).toBe(201);
    const before = standing;
    standing = await shown(ask, keys, fresh.body.position as string, '2024-12-31');
    expect(standing.targets).not.toEqual(before.targets);
    await expectProjectionsChecked(running);
    await stop();
  };

  it('holds what the quarter must come to', () => {
    const actuals = [...standing.targets].map(([code, { actual, achieved }]) => [code, [actual, achieved]]);
    expect(Object.fromEntries(actuals)).toEqual(figures);
    expect(standing.claims).toEqual(claims);
  });

  it('is not moved while the registry runs', async () => {
    await expect(move(database, store, 'event-store')).rejects.toThrow('stop registry and projector first');
    await stop();
  });

  it('goes into the event store, and the registry goes on there', async () => {
    const { same, lines } = await move(database, store, 'event-store');
    const facts = (await factRows(database)).length;
    expect(lines).toContainEqual(expect.stringContaining(`the same: ${facts} facts`));
    for (const [code, [actual]] of Object.entries(figures))
      expect(lines).toContainEqual(expect.stringContaining(`${code} of SH24 as of 2024-12-31: ${actual} `));
    expect(same).toBe(true);

    const pool = createPool(database.appUrl, { max: 1, applicationName: 'spec' });
    await expect(openLog({ pool, eventStore: undefined, onSetback: () => undefined })).rejects.toThrow(
      WrongLog,
    );
    await pool.end();
    await expectToGoOn('event store', 'MOVED-1');
  });

  it('is put in order anew into another database, and every column of every fact is the same', async () => {
    const other = await testDatabase();
    expect((await move(other, store, 'postgres')).same).toBe(true);
    expect(await factRows(other)).toEqual(await factRows(database));
    await other.drop();
  });

  it('comes back into PostgreSQL, and the registry goes on there', async () => {
    expect((await move(database, store)).same).toBe(true);
    expect((await move(database, store, 'postgres')).same).toBe(true);
    await expectToGoOn('PostgreSQL', 'MOVED-2');
  });

  it('has gone on, and a proof says so', async () => {
    const { same, lines } = await move(database, store);
    expect(same).toBe(false);
    expect(lines).toEqual([expect.stringContaining('stands in PostgreSQL alone')]);
  });

  it('goes into the same streams once more, where only what is new is copied', async () => {
    const { same, lines } = await move(database, store, 'event-store');
    expect(lines[0]).toMatch(/^\d+ of \d+ facts are in the event store already$/);
    expect(same).toBe(true);
    await expectToGoOn('event store', 'MOVED-3');
  });
});
