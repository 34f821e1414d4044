import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { businessDate } from '#calendar';
import { createPool } from '#database';
import type { Delta, Dimensions } from '#figures';
import { bankA, loanOf, planted, testDatabase } from '#testing';
import {
  applied,
  definitionFacts,
  emptied,
  smallProjection,
  smallSizes,
} from '../testing/planted-definitions.js';
import { AddedQuantities } from './added.table.js';

const dimensions: Dimensions = {
  institution: 'B',
  district: null,
  industry: null,
  size: null,
  bailoutProgramme: null,
  kind: null,
};

const delta = (seq: number, computation = 1): Delta => ({
  computation,
  seq,
  ordinal: 0,
  effectiveDate: businessDate('2024-05-06'),
  dimensions,
  key: null,
  quantity: BigInt(seq),
});

let followed: readonly number[];
let asked: number;
const connection = (): pg.ClientBase =>
  ({
    query: () => {
      asked += 1;
      return Promise.resolve({ rows: followed.map((computation) => ({ computation: String(computation) })) });
    },
  }) as unknown as pg.ClientBase;

describe('quantities in memory', () => {
  beforeEach(() => {
    followed = [1];
    asked = 0;
  });

  it('are those of all batches of a block, and ask once what is followed', async () => {
    const [client, quantities] = [connection(), new AddedQuantities({ smallest: 10, fanOut: 4 })];
    await quantities.keep(client, await quantities.with(client, { after: 0, upTo: 3 }, [delta(2)]));
    followed = [1, 2];
    const added = await quantities.with(client, { after: 3, upTo: 8 }, [delta(5)]);
    expect(added).toEqual({ after: 0, upTo: 8, deltas: [delta(2), delta(5)], followed: new Set([1]) });
    expect(asked).toBe(1);
  });

  it('are given up at a gap: after a rollback, and where another follower was at work', async () => {
    const [client, quantities] = [connection(), new AddedQuantities({ smallest: 10, fanOut: 4 })];
    await quantities.keep(client, await quantities.with(client, { after: 0, upTo: 3 }, [delta(2)]));
    for (const passed of [
      { after: 0, upTo: 2 },
      { after: 4, upTo: 5 },
    ])
      expect(await quantities.with(client, passed, [])).toEqual({
        ...passed,
        deltas: [],
        followed: new Set([1]),
      });
    expect(await quantities.with(connection(), { after: 3, upTo: 4 }, [])).toMatchObject({
      after: 3,
      deltas: [],
    });
  });

  it('are kept from the end of the last block on, with what is followed by then', async () => {
    const [client, quantities] = [connection(), new AddedQuantities({ smallest: 10, fanOut: 4 })];
    const passed = { after: 0, upTo: 12 };
    const added = await quantities.with(client, passed, [delta(9), delta(10), delta(11)]);
    followed = [1, 2];
    await quantities.keep(client, added);
    expect(await quantities.with(client, { after: 12, upTo: 13 }, [])).toEqual({
      after: 10,
      upTo: 13,
      deltas: [delta(11)],
      followed: new Set([1, 2]),
    });
  });

  it('are not kept where there are no blocks', async () => {
    const quantities = new AddedQuantities({ smallest: Number.POSITIVE_INFINITY, fanOut: 1 });
    const client = connection();
    await quantities.keep(client, await quantities.with(client, { after: 0, upTo: 3 }, [delta(2)]));
    expect(await quantities.with(client, { after: 3, upTo: 4 }, [])).toMatchObject({ after: 3, deltas: [] });
  });
});

describe('a block that is several batches', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;
  let another: pg.Pool;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 1, applicationName: 'spec' });
    another = createPool(database.appUrl, { max: 1, applicationName: 'spec' });
  });
  afterAll(async () => {
    await pool.end();
    await another.end();
    await database.drop();
  });
  beforeEach(() => emptied(pool));

  const facts = planted([
    ...definitionFacts,
    ...Array.from({ length: 6 }, (_, no) =>
      loanOf(bankA, `L${no}`).issued('2024-01-02', { principal: '100.00', tags: ['TECHNOLOGY'] }),
    ),
  ]);
  const { smallest } = smallSizes;
  const end = facts.length - (facts.length % smallest);
  const batch = (after: number, upTo: number) => facts.slice(after, upTo);

  const rolledUp = async (): Promise<readonly unknown[]> => {
    const { rows } = await pool.query<object>(
      'select * from figure_rollup where level = 0 and block = $1 order by computation, dimension, value',
      [end / smallest - 1],
    );
    return rows;
  };

  /** The block, whose last fact is applied after the quantities of the others were made nothing in their table. */
  const rolledUpBlindly = async (over: pg.Pool): Promise<readonly unknown[]> => {
    await applied(pool, smallProjection, batch(0, end - 3), batch(end - 3, end - 2), batch(end - 2, end - 1));
    await pool.query('update measure_delta set quantity = 0 where seq > $1', [end - 3]);
    await applied(over, smallProjection, batch(end - 1, end));
    return rolledUp();
  };

  it('is summed out of memory, and not read again', async () => {
    await applied(pool, smallProjection, batch(0, end));
    const expected = await rolledUp();
    expect(expected).not.toEqual([]);
    await emptied(pool);
    expect(await rolledUpBlindly(pool)).toEqual(expected);
  });

  it('is read where its first batches were applied over another connection', async () => {
    await applied(pool, smallProjection, batch(0, end));
    const expected = await rolledUp();
    await emptied(pool);
    expect(await rolledUpBlindly(another)).not.toEqual(expected);
  });
});
