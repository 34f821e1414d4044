import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pause } from '#wake-up';
import type { Projection } from './projection.js';
import { rowsOf, rowsProjection } from './rows.projection.js';
import { counter } from './testing/counter.js';
import { append, countsIn } from './testing/planted-log.js';
import { counting, many, RebuiltCounter } from './testing/rebuilt-counter.js';

/** Counts double. */
const doubled: Projection = rowsProjection('counter', 2, [
  rowsOf({
    ...counter,
    fold: (page, fact, key) =>
      counter.fold(page, { ...fact, data: { ...fact.data, by: 2 * (fact.data as { by: number }).by } }, key),
  }),
]);

let rebuilt: RebuiltCounter;

beforeEach(async () => {
  rebuilt = await RebuiltCounter.opened();
});
afterEach(() => rebuilt.close());

/** Columns, constraints, indexes, settings and privileges of the live table. */
const definition = async (): Promise<unknown> => {
  const { rows } = await rebuilt.owner.query(
    `select (select json_agg(json_build_array(attname, atttypid::regtype, attnotnull, attcollation) order by attnum) from pg_attribute
              where attrelid = oid and attnum > 0) as columns,
            (select json_agg(pg_get_indexdef(indexrelid) order by indexrelid::regclass::text) from pg_index where indrelid = oid) as indexes,
            (select json_agg(json_build_array(conname, pg_get_constraintdef(pg_constraint.oid)) order by conname) from pg_constraint
              where conrelid = pg_class.oid) as constraints,
            reloptions, pg_get_userbyid(relowner) as owner
       from pg_class where oid = 'public.counter'::regclass`,
  );
  return rows;
};

describe('a rebuild', () => {
  it('makes the same rows while facts arrive, and takes the place of the live ones', async () => {
    await rebuilt.owner.query(`alter table counter set (fillfactor = 70)`);
    await rebuilt.owner.query(`create index counter_many on counter (count desc) where count > 3`);
    const before = await definition();
    await append(rebuilt.owner, ...many(2_500));
    rebuilt.follow();
    await rebuilt.passed(2_500);
    const { rows: live } = await rebuilt.owner.query(`select 'counter'::regclass::oid as oid`);
    const { id } = await rebuilt.ask();
    expect(await rebuilt.asked()).toBeUndefined();
    rebuilt.rebuild();
    let arriving = 0;
    const arrivals = (async () => {
      for (; rebuilt.recorded.length === 0 && arriving < 2_000; arriving += 10) {
        await append(rebuilt.owner, ...many(10));
        await pause(10);
      }
    })();
    const rebuild = await rebuilt.ended();
    await arrivals;
    await append(rebuilt.owner, ...many(10));
    await rebuilt.passed(2_510 + arriving);
    expect(await countsIn(rebuilt.pool)).toEqual(await rebuilt.told());
    expect(rebuild).toMatchObject({
      id,
      status: 'COMPLETED',
      fromVersion: 1,
      version: 1,
      differences: 0,
      first: [],
      tables: [{ table: 'counter', live: 97, rebuilt: 97, differences: 0 }],
      position: '7',
      reason: null,
    });
    expect(rebuilt.recorded).toMatchObject([
      { id, projection: 'counter', askedBy: 'key:admin', differences: 0 },
    ]);
    expect(arriving).toBeGreaterThan(0);
    expect(await definition()).toEqual(before);
    const { rows: after } = await rebuilt.owner.query(`select 'counter'::regclass::oid as oid`);
    expect(after).not.toEqual(live);
    expect(rebuilt.setbacks).toEqual([]);
    // Nothing is left of it, and the next may be asked for.
    const { rows: schemas } = await rebuilt.owner.query(
      `select nspname from pg_namespace where nspname ~ '^(rebuild|retired)_'`,
    );
    expect(schemas).toEqual([]);
    await rebuilt.ask();
  });

  it('names rows that are not what the facts say, and puts them right', async () => {
    await append(rebuilt.owner, ['a', 1], ['b', 2], ['c', 3], ['d', 4]);
    rebuilt.follow();
    await rebuilt.passed(4);
    await rebuilt.owner.query(`update counter set count = 9 where name = 'a'`);
    await rebuilt.owner.query(`delete from counter where name = 'b'`);
    await rebuilt.owner.query(`insert into counter values ('e', 5, '{}')`);
    await rebuilt.ask();
    rebuilt.rebuild();
    const { differences, first } = await rebuilt.ended();
    expect(differences).toBe(3);
    expect(first).toEqual([
      { table: 'counter', key: 'a', row: 'different', columns: ['count'] },
      { table: 'counter', key: 'b', row: 'missing', columns: [] },
      { table: 'counter', key: 'e', row: 'surplus', columns: [] },
    ]);
    expect(await countsIn(rebuilt.pool)).toEqual({ a: 1, b: 2, c: 3, d: 4 });
  });

  it('begins by itself with a new version, while the one before goes on, and is followed then', async () => {
    await append(rebuilt.owner, ...many(300));
    rebuilt.follow();
    await rebuilt.passed(300);
    await rebuilt.stop();
    rebuilt.follow({ ...doubled, previous: counting });
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.passed(301);
    expect(await countsIn(rebuilt.pool)).toMatchObject({ a: 1 });
    rebuilt.rebuild({ ...doubled, previous: counting });
    const rebuild = await rebuilt.ended();
    expect(rebuild).toMatchObject({ fromVersion: 1, version: 2, askedBy: 'registry', differences: 98 });
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.passed(302);
    expect(await countsIn(rebuilt.pool)).toMatchObject({ a: 4 });
    const { rows } = await rebuilt.pool.query('select version, seq from projection_checkpoints');
    expect(rows).toEqual([{ version: 2, seq: 302 }]);
  });

  it('of rows that nobody follows any more brings them level, and stands by what is live until then', async () => {
    await append(rebuilt.owner, ...many(300));
    rebuilt.follow();
    await rebuilt.passed(300);
    await rebuilt.stop();
    rebuilt.follow(doubled);
    await append(rebuilt.owner, ['a', 1]);
    await pause(1_500);
    expect(await countsIn(rebuilt.pool)).not.toHaveProperty('a');
    rebuilt.rebuild(doubled);
    await rebuilt.ended();
    await rebuilt.passed(301);
    expect(await countsIn(rebuilt.pool)).toMatchObject({ a: 2 });
    expect(rebuilt.setbacks).toEqual([]);
    // It was asked for once.
    await pause(1_500);
    expect(await rebuilt.listed()).toHaveLength(1);
  });
});
