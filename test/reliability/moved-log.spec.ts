import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { testDatabase, type TestDatabase } from '#testing';
import { eventStore, type Store } from '../support/engines.js';
import { asOwner, factRows, move, moveProcess, withStoreLog } from '../support/moving.js';
import { keyFact, plantKeys } from '../support/planted-keys.js';

/* A move that is killed, a target that is not empty, a fact that somebody changed. */

const isReal = process.env.XUDAI_EVENT_STORE_URL !== undefined;

describe('a log that is moved through trouble', () => {
  let database: TestDatabase;
  let store: Store;

  beforeEach(async () => {
    [database, store] = [await testDatabase(), await eventStore()];
  });
  afterEach(async () => {
    await database.drop();
    store.close();
  });

  const plant = (streams: number): Promise<void> => plantKeys(database.appUrl, streams);

  const inStore = async (): Promise<number> => {
    // Asked many times: of the double without reading all again.
    if (store.double) return store.double.log.all.filter(isOurs).length;
    return withStoreLog(database, store, async (log) => {
      let count = 0;
      for await (const _ of log.readAll(null)) count += 1;
      return count;
    });
  };
  const isOurs = ({ stream }: { readonly stream: string }): boolean => stream.startsWith(store.prefix);

  const env = (more: Readonly<Record<string, string>> = {}) => ({
    XUDAI_DATABASE_URL: database.appUrl,
    XUDAI_EVENT_STORE_URL: store.url,
    XUDAI_STREAM_PREFIX: store.prefix,
    ...more,
  });

  it('goes on where it was killed, each fact once', async () => {
    await plant(800);
    const all = (await factRows(database)).length;
    let kills = 0;
    for (const enough of [50, 300]) {
      const moving = moveProcess(['--to', 'event-store'], env());
      while ((await inStore()) < enough && !moving.hasEnded())
        await new Promise((later) => setTimeout(later, 20));
      if (!moving.hasEnded()) kills += 1;
      await moving.kill();
    }
    const before = await inStore();
    expect(before).toBeLessThan(all);
    expect(kills).toBe(2);
    const { code, output } = await moveProcess(['--to', 'event-store'], env()).ended;
    expect(output).toContain(`of ${all} facts are in the event store already`);
    expect(output).toContain(`the same: ${all} facts`);
    expect(code).toBe(0);
    expect(await inStore()).toBe(all);
  });

  it('is not moved into streams that hold other facts', async () => {
    await plant(5);
    const stream = `key-${v7()}`;
    await withStoreLog(database, store, (log) =>
      log.append({ stream, expectedRevision: 'none', facts: [keyFact('somebody else')] }),
    );
    const { code, output } = await moveProcess(['--to', 'event-store'], env()).ended;
    expect(output).toContain('already hold other facts, nothing was copied: fact 1 (KeyRevoked');
    expect(code).toBe(1);
    expect(await inStore()).toBe(1);
    expect(await asOwner(database, 'select from sequencer')).toHaveLength(0);
  });

  /** Past the guards, which only who owns the table can put aside. */
  const tamper = async (statement: string): Promise<void> => {
    await asOwner(database, 'alter table facts disable trigger all');
    await asOwner(database, statement);
  };

  const changes = [
    [
      `update facts set data = (data::jsonb || '{"text":"x"}')::json where seq = 7`,
      'fact 7',
      'differs in data',
    ],
    [`update facts set effective_date = '2024-01-01' where seq = 3`, 'fact 3', 'differs in effectiveDate'],
    [`update facts set recorded_at = recorded_at + '1 ms' where seq = 5`, 'fact 5', 'differs in recordedAt'],
    [`update facts set event_id = gen_random_uuid() where seq = 1`, 'fact 1', 'differs in eventId'],
    [`delete from facts where seq = 4`, 'fact 4', 'is missing in PostgreSQL'],
    [`delete from facts where seq = 12`, 'fact 12', 'stands in the event store alone'],
  ] as const;

  it('names what somebody changed in the table', async () => {
    await plant(10);
    expect((await move(database, store, 'event-store')).same).toBe(true);
    await asOwner(database, 'create table right_facts as select * from facts');
    for (const [statement, fact, how] of changes) {
      await tamper(statement);
      const { same, lines } = await move(database, store);
      expect([statement, same]).toEqual([statement, false]);
      expect(lines.join('\n')).toContain(fact);
      expect(lines.join('\n')).toContain(how);
      await asOwner(database, 'delete from facts; insert into facts select * from right_facts');
    }
    expect((await move(database, store)).same).toBe(true);
  });

  it('is not handed over while one side differs', async () => {
    await plant(10);
    expect((await move(database, store, 'event-store')).same).toBe(true);
    await tamper(`update facts set type = 'KeyForged' where seq = 2`);
    const { same, lines } = await move(database, store, 'postgres');
    expect(same).toBe(false);
    expect(lines).toEqual([expect.stringContaining('differs in type: KeyForged in PostgreSQL')]);
    expect(await asOwner(database, 'select from sequencer')).toHaveLength(1);
  });

  // A real one is neither altered nor made to lose its answers.
  if (!isReal) {
    it('names what somebody changed in the store', async () => {
      await plant(10);
      expect((await move(database, store, 'event-store')).same).toBe(true);
      const [event] = store.double?.log.all.filter(({ stream }) => stream.startsWith(store.prefix)) ?? [];
      Object.assign(event ?? {}, { data: Buffer.from('{"keyId":"forged"}') });
      const { lines } = await move(database, store);
      expect(lines).toEqual([expect.stringMatching(/fact 1 \(KeyRevoked.* differs in data/)]);
    });

    it('names what somebody took out of the store', async () => {
      await plant(10);
      expect((await move(database, store, 'event-store')).same).toBe(true);
      const all = store.double?.log.all ?? [];
      const lost = all.findIndex(({ stream }) => stream.startsWith(store.prefix)) + 5;
      const [event] = all.splice(lost, 1);
      const { same, lines } = await move(database, store, 'postgres');
      expect(same).toBe(false);
      expect(lines).toEqual([expect.stringMatching(/fact 6 \(KeyRevoked.* differs in /)]);
      expect(lines[0]).toContain(event?.id);
    });

    it('comes through lost answers and a store that is restarted, each fact once and in order', async () => {
      await plant(300);
      const { double } = store;
      if (!double) throw new Error('The double serves here.');
      double.faults.onAppend = () => {
        const chance = Math.random();
        if (chance < 0.05) return 'lost-before';
        return chance < 0.1 ? 'lost-after' : undefined;
      };
      const moving = move(database, store, 'event-store');
      for (let restarts = 0; restarts < 3; restarts += 1) {
        await new Promise((later) => setTimeout(later, 300));
        await store.restart();
      }
      expect((await moving).same).toBe(true);
      expect(await inStore()).toBe((await factRows(database)).length);
    });
  }

  it('says by its exit code what was wrong', async () => {
    const nowhere = 'esdb://127.0.0.1:9?tls=false';
    const codeOf = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
      (await moveProcess(args, env(more)).ended).code;
    // None of these comes as far as the lock on the log.
    const early = await Promise.all([
      codeOf(['--help']),
      codeOf([]),
      codeOf(['--prove'], { XUDAI_EVENT_STORE_URL: '' }),
      codeOf(['--prove', '--check']),
      codeOf(['--prove'], { XUDAI_DATABASE_URL: 'postgres://a:b@127.0.0.1:9/x' }),
    ]);
    expect(early).toEqual([0, 2, 2, 0, 3]);
    expect(await codeOf(['--to', 'event-store'])).toBe(1);
    expect(await codeOf(['--to', 'postgres'])).toBe(1);
    await plant(1);
    expect(await codeOf(['--prove'])).toBe(1);
    expect(await codeOf(['--to', 'event-store'], { XUDAI_EVENT_STORE_URL: nowhere })).toBe(3);
  });
});
