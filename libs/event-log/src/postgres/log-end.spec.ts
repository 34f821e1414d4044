import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { LogShortened } from '../event-log-errors.js';
import type { OpenLog } from '../open-log.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

/* A log that lost its end, by a superuser who turned the triggers off, and a checkpoint that was moved ahead by hand. */

let postgres: PostgresForSpec;
let open: OpenLog;

beforeEach(async () => {
  postgres = await postgresForSpec();
  open = postgres.openLog();
  for (let fact = 0; fact < 10; fact += 1) await append();
});
afterEach(() => postgres.close());

const append = (through = open) => through.log.append(plantedAppend(newStream(), 'none'));

const asSuperuser = async (...statements: readonly string[]): Promise<void> => {
  await postgres.owner.query('alter table facts disable trigger facts_stay');
  for (const statement of statements) await postgres.owner.query(statement);
  await postgres.owner.query('alter table facts enable always trigger facts_stay');
};

const passedBy = (projection: string, seq: number) =>
  postgres.owner.query(
    `insert into projection_checkpoints (name, version, seq) values ($1, 1, $2)
     on conflict (name) do update set seq = excluded.seq`,
    [projection, seq],
  );

const head = async (): Promise<number> => open.sequence.headSeq();

/** As soon as the log was looked at; each process looks every second. */
const shortage = async (of: OpenLog, isThere: boolean) => {
  for (;;) {
    const state = await of.state();
    if ((state.shortage !== null) === isThere) return state;
    await new Promise((later) => setTimeout(later, 50));
  }
};

const lose = (from: number) =>
  asSuperuser(
    `create table lost as select * from facts where seq >= ${from}`,
    `delete from facts where seq >= ${from}`,
  );
const putBack = () => asSuperuser('insert into facts select * from lost', 'drop table lost');

describe('a log that lost its end', () => {
  it('refuses appends of a process that knows of a missing fact, until the fact is back', async () => {
    await lose(6);
    // At once, before anybody has looked.
    await expect(append()).rejects.toBeInstanceOf(LogShortened);
    expect(await shortage(open, true)).toEqual({
      reasons: ['Reports are refused: the log ends at fact 5, and a report recorded here has seen fact 10.'],
      shortage: { head: 5, seen: 10, by: 'a report recorded here' },
      eventStore: null,
    });
    await expect(open.log.readStreams([])).rejects.toBeInstanceOf(LogShortened);
    await expect(append()).rejects.toBeInstanceOf(LogShortened);
    expect(await head()).toBe(5);
    await putBack();
    expect(await shortage(open, false)).toMatchObject({ reasons: [] });
    expect(await append()).toMatchObject({ outcome: 'appended', position: '11' });
  });

  it('refuses all appends while a projection has passed a missing fact', async () => {
    await passedBy('loan-book', 8);
    await lose(6);
    const other = postgres.openLog();
    await expect(append(other)).rejects.toBeInstanceOf(LogShortened);
    expect(await shortage(other, true)).toMatchObject({
      shortage: { head: 5, seen: 8, by: 'the projection loan-book' },
    });
    await passedBy('loan-book', 5);
    await shortage(other, false);
    expect(await append(other)).toMatchObject({ position: '6' });
  });

  it('refuses appends of the previous version too', async () => {
    await passedBy('targets', 8);
    await lose(6);
    const before = new pg.Client({ connectionString: postgres.appUrl });
    await before.connect();
    const none = '{}';
    const call = `select * from append_facts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
    const nothing = [none, none, none, none, none, none, none, none, none, none, '', ''];
    await expect(before.query(call, nothing)).rejects.toMatchObject({ code: 'XD001' });
    await passedBy('targets', 5);
    expect((await before.query(call, nothing)).rows).toEqual([]);
    await before.end();
  });
});

describe('a checkpoint that was moved ahead by hand', () => {
  it('stops recording until it is moved back', async () => {
    await passedBy('loan-book', 10);
    await append();
    await passedBy('loan-book', 60);
    await expect(append()).rejects.toBeInstanceOf(LogShortened);
    expect(await shortage(open, true)).toMatchObject({
      reasons: [
        'Reports are refused: the log ends at fact 11, and the projection loan-book has seen fact 60.',
      ],
    });
    expect(await head()).toBe(11);
    await passedBy('loan-book', 10);
    await shortage(open, false);
    expect(await append()).toMatchObject({ position: '12' });
  });
});
