import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Projection } from './projection.js';
import { follow, type FollowingEnded } from './projection.follower.js';
import { ParkedFactsHandler, ParkedFactsQuery } from './rebuilds.query.js';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { rowsOf, rowsProjection } from './rows.projection.js';
import { counter } from './testing/counter.js';
import { counterChecker } from './testing/counter.checker.js';
import { append, countsIn, factSource } from './testing/planted-log.js';
import { counting, RebuiltCounter } from './testing/rebuilt-counter.js';
import { checkOnce } from './check.table.js';

/** Which can count thirteen. */
const able: Projection = rowsProjection('counter', 2, [
  rowsOf({
    ...counter,
    fold: (page, fact, key) => {
      const { name, by } = fact.data as { readonly name: string; readonly by: number };
      if (by !== 13) return counter.fold(page, fact, key);
      return { name, count: (page?.count ?? 0) + by, seq: fact.seq };
    },
  }),
]);

let rebuilt: RebuiltCounter;
let progress: ProjectionCheckpoints;
let parked: unknown[];

beforeEach(async () => {
  parked = [];
  rebuilt = await RebuiltCounter.opened();
  progress = new ProjectionCheckpoints(rebuilt.pool);
});
afterEach(async () => {
  await progress.onModuleDestroy();
  await rebuilt.close();
});

const listed = async (): Promise<unknown> =>
  (await new ParkedFactsHandler(rebuilt.pool).execute(new ParkedFactsQuery({ limit: 100 }))).items.map(
    ({ seq, subject, reason }) => [seq, subject, reason],
  );

const mismatches = async (): Promise<unknown> => {
  const connection = await rebuilt.pool.connect();
  const result = await checkOnce(connection, counterChecker, { version: 1 });
  connection.release();
  return result?.mismatches;
};

const following = async (projection: Projection): Promise<FollowingEnded> =>
  follow({
    projection,
    pool: rebuilt.pool,
    facts: factSource(rebuilt.pool),
    signal: AbortSignal.timeout(8_000),
    onSetback: (error) => rebuilt.setbacks.push(error),
  });

describe('a fact that cannot be applied', () => {
  it.each([1, 2, 3, 1_000])('is parked with its subject alone, batches of %d', async (batch) => {
    await append(rebuilt.owner, ['a', 1], ['b', 1], ['a', 13], ['b', 1], ['a', 1], ['c', 13], ['b', 1]);
    rebuilt.follow(counting, { batch, onParked: (each) => parked.push(each) });
    await rebuilt.passed(7);
    expect(await countsIn(rebuilt.pool)).toEqual({ a: 1, b: 3 });
    expect(await listed()).toEqual([
      [3, 'counter-a', 'Error'],
      [5, 'counter-a', null],
      [6, 'counter-c', 'Error'],
    ]);
    expect(parked).toEqual([
      { projection: 'counter', seq: 3, type: 'Counted', reason: 'Error' },
      { projection: 'counter', seq: 6, type: 'Counted', reason: 'Error' },
    ]);
    expect(await progress.progress(['counter'])).toMatchObject({ seq: 7, parked: 3, failures: [] });
    expect(await progress.progress(['counter'], 5)).toMatchObject({ parked: 2 });
    expect(await mismatches()).toEqual([]);
    // Whoever follows next knows it too.
    await rebuilt.stop();
    rebuilt.follow();
    await append(rebuilt.owner, ['a', 1], ['b', 1]);
    await rebuilt.passed(9);
    expect(await countsIn(rebuilt.pool)).toEqual({ a: 1, b: 4 });
    expect(await progress.progress(['counter'])).toMatchObject({ parked: 4 });
    // What is not parked is still held against the facts.
    await rebuilt.owner.query(`update counter set count = 5 where name = 'b'`);
    expect(await mismatches()).toHaveLength(1);
    expect(rebuilt.setbacks).toEqual([]);
  });

  it('is released by a rebuild with a version that can apply it, and by no other', async () => {
    await append(rebuilt.owner, ['a', 1], ['a', 13], ['a', 1], ['b', 1]);
    rebuilt.follow();
    await rebuilt.passed(4);
    await rebuilt.ask();
    rebuilt.rebuild();
    expect(await rebuilt.ended()).toMatchObject({ differences: 0, parked: 2 });
    expect(await progress.progress(['counter'])).toMatchObject({ parked: 2 });
    await rebuilt.stop();
    rebuilt.follow({ ...able, previous: counting });
    rebuilt.rebuild({ ...able, previous: counting });
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.passed(5);
    expect(await rebuilt.endedOf(2)).toMatchObject({
      differences: 1,
      first: [{ key: 'a', row: 'different' }],
      parked: 0,
    });
    expect(await progress.progress(['counter'])).toMatchObject({ parked: 0 });
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.passed(6);
    expect(await countsIn(rebuilt.pool)).toEqual({ a: 17, b: 1 });
  });

  it.each(['40P01', '40001', '57014', '55P03', '08006', '53200'])(
    'is not taken to be one for a fault of the database, %s',
    async (code) => {
      let faults = 3;
      rebuilt.follow({
        ...counting,
        apply: async (facts, connection, passed) => {
          await counting.apply(facts, connection, passed);
          if ((faults -= 1) >= 0)
            await connection.query(`do $$ begin raise exception using errcode = '${code}'; end $$`);
        },
      });
      await append(rebuilt.owner, ['a', 1]);
      await rebuilt.passed(1);
      expect(await listed()).toEqual([]);
      expect(await countsIn(rebuilt.pool)).toEqual({ a: 1 });
      expect(rebuilt.setbacks).toHaveLength(3);
    },
  );

  it.each([
    ['an answer that does not come', new Error('Query read timeout')],
    ['a socket', Object.assign(new Error('read ECONNRESET'), { syscall: 'read', code: 'ECONNRESET' })],
  ])('is not taken to be one for %s', async (_, error) => {
    let faults = 2;
    rebuilt.follow({
      ...counting,
      apply: async (facts, connection, passed) => {
        await counting.apply(facts, connection, passed);
        if ((faults -= 1) >= 0) throw error;
      },
    });
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.passed(1);
    expect(await listed()).toEqual([]);
    expect(rebuilt.setbacks).toEqual([error, error].map((cause) => expect.objectContaining({ cause })));
  });

  it('is applied where it fails once only', async () => {
    let faults = 1;
    rebuilt.follow({
      ...counting,
      apply: async (facts, connection, passed) => {
        if ((faults -= 1) >= 0) throw new Error('once');
        await counting.apply(facts, connection, passed);
      },
    });
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.passed(1);
    expect(await listed()).toEqual([]);
    expect(await countsIn(rebuilt.pool)).toEqual({ a: 1 });
  });

  it('stops the projection where what failed is a table or a privilege', async () => {
    await append(rebuilt.owner, ['a', 1]);
    await rebuilt.owner.query('revoke all on counter from public');
    expect(await following(counting)).toMatchObject({ outcome: 'failed', failure: { seq: 1 } });
    expect(await listed()).toEqual([]);
  });

  it('stops a projection that has a thousand subjects parked already', async () => {
    rebuilt.follow();
    await append(rebuilt.owner, ['a', 1], ['b', 1]);
    await rebuilt.passed(2);
    await rebuilt.owner.query(
      `update projection_checkpoints set parked_subjects = array(select 'x' || n from generate_series(1, 1000) n)`,
    );
    await rebuilt.stop();
    await append(rebuilt.owner, ['b', 1], ['a', 13]);
    expect(await following(counting)).toMatchObject({ outcome: 'failed', failure: { seq: 4 } });
    expect(await countsIn(rebuilt.pool)).toEqual({ a: 1, b: 2 });
  });
});
