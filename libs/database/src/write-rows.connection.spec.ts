import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { copyRows } from './copy-rows.connection.js';
import { textArray, writeRows } from './write-rows.connection.js';

let database: TestDatabase;
let connection: pg.Client;

const columns = { number: 'bigint', tags: 'text[]', flag: 'boolean', page: 'json', note: 'text' };
const written = { table: 'written', key: { name: 'text' }, others: columns };
const names = ['name', ...Object.keys(columns)];

interface Written {
  readonly name: string;
  readonly number: number | null;
  readonly tags: readonly string[] | null;
  readonly flag: boolean | null;
  readonly page: unknown;
  readonly note: string | null;
}

const cellsOf = ({ name, number, tags, flag, page, note }: Written) => [
  name,
  number,
  tags,
  flag,
  JSON.stringify(page),
  note,
];

const stored = async (): Promise<readonly Written[]> =>
  (
    await connection.query<Written>(
      'select name, number::float8 as number, tags, flag, page, note from written',
    )
  ).rows;

beforeAll(async () => {
  database = await testDatabase();
  // The driver stops the clock of an answer by itself; one that went on would tell later of a query that is over.
  connection = new pg.Client({ connectionString: database.ownerUrl, query_timeout: 1_000 });
  await connection.connect();
  await connection.query(
    'create table written (name text primary key, number bigint, tags text[], flag boolean, page json, note text)',
  );
});
afterAll(async () => {
  await connection.end();
  await database.drop();
});
beforeEach(async () => {
  await connection.query('truncate written');
});

it('rows are written in the order of their key, whatever is known of them', async () => {
  const rows = ['d', 'a', 'c', 'b'].map((name) =>
    cellsOf({ name, number: null, tags: null, flag: null, page: {}, note: null }),
  );
  for (const presence of ['absent', 'present', 'unknown'] as const) {
    await writeRows(
      connection,
      written,
      rows.map((cells) => ({ presence, cells })),
    );
    const { rows: placed } = await connection.query<{ name: string }>(
      'select name from written order by ctid desc limit 4',
    );
    expect(placed.map(({ name }) => name)).toEqual(['d', 'c', 'b', 'a']);
  }
});

const text = fc.string({ unit: fc.constantFrom(...'\\\t\n\r\v\b"\',{}NnULL 续é\u{1F600}', 'ab') });
const row = fc.record({
  name: text,
  number: fc.option(fc.maxSafeInteger()),
  tags: fc.option(fc.array(text, { maxLength: 3 })),
  flag: fc.option(fc.boolean()),
  page: fc.dictionary(text, text),
  note: fc.option(text),
});

describe('rows', () => {
  it('are read as they were given, whichever way they were written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { selector: ({ name }) => name, maxLength: 8 }),
        fc.array(fc.record({ isThere: fc.boolean(), isKnown: fc.boolean() }), {
          minLength: 8,
          maxLength: 8,
        }),
        async (given, known) => {
          await connection.query('truncate written');
          const old = given.filter((_, at) => known[at]?.isThere);
          await writeRows(
            connection,
            written,
            old.map((each) => ({
              presence: 'absent',
              cells: cellsOf({ ...each, number: 1, tags: ['before'], note: 'before' }),
            })),
          );
          const presenceOf = (at: number) => {
            if (!known[at]?.isKnown) return 'unknown';
            return known[at].isThere ? 'present' : 'absent';
          };
          await writeRows(
            connection,
            written,
            given.map((each, at) => ({ presence: presenceOf(at), cells: cellsOf(each) })),
          );
          const byName = (one: Written, other: Written): number => (one.name < other.name ? -1 : 1);
          expect([...(await stored())].toSorted(byName)).toEqual([...given].toSorted(byName));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('may be more than one message holds', async () => {
    function* many() {
      for (let no = 0; no < 5_000; no += 1) yield [`row ${no}`, no, null, null, '{}', 'x'.repeat(100)];
    }
    await copyRows(connection, 'written', names, many());
    const { rows } = await connection.query(
      'select count(*)::integer as rows, sum(number)::integer as sum from written',
    );
    expect(rows).toEqual([{ rows: 5_000, sum: 12_497_500 }]);
  });

  it('that exist already, or are malformed, fail together, and the connection stays usable', async () => {
    const one: Written = { name: 'a', number: 1, tags: null, flag: null, page: {}, note: null };
    await copyRows(connection, 'written', names, [cellsOf(one)]);
    const again = [cellsOf({ ...one, name: 'b' }), cellsOf(one)];
    await expect(copyRows(connection, 'written', names, again)).rejects.toMatchObject({ code: '23505' });
    await expect(copyRows(connection, 'nowhere', names, again)).rejects.toMatchObject({ code: '42P01' });
    function* failing() {
      yield cellsOf({ ...one, name: 'c' });
      throw new Error('no more');
    }
    await expect(copyRows(connection, 'written', names, failing())).rejects.toThrow('no more');
    expect(await stored()).toEqual([one]);
  });

  it('that are missing although they were read, or given twice, fail', async () => {
    const one: Written = { name: 'a', number: 1, tags: null, flag: null, page: {}, note: null };
    await copyRows(connection, 'written', names, [cellsOf(one)]);
    const changed = (name: string) => ({ presence: 'present', cells: cellsOf({ ...one, name }) }) as const;
    await expect(writeRows(connection, written, [changed('a'), changed('b')])).rejects.toThrow(
      'Of 2 rows of written that were read 1 are there.',
    );
    await expect(writeRows(connection, written, [changed('a'), changed('a')])).rejects.toThrow('Of 2 rows');
  });

  it('end with a connection that is lost meanwhile', async () => {
    const lost = new pg.Client({ connectionString: database.ownerUrl });
    lost.on('error', () => undefined);
    await lost.connect();
    await connection.query('begin; lock table written');
    const waiting = copyRows(lost, 'written', names, [['a', 1, null, null, '{}', null]]);
    waiting.catch(() => undefined);
    const terminate = `select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy written%'`;
    // In a transaction the activity of others is seen as it was at its first look, unless that is forgotten.
    const terminated = async (): Promise<number | null> => {
      await connection.query('select pg_stat_clear_snapshot()');
      return (await connection.query(terminate)).rowCount;
    };
    while ((await terminated()) === 0);
    await expect(waiting).rejects.toThrow();
    await connection.query('rollback');
  });
});

describe('an array of texts in the form of PostgreSQL', () => {
  it.each([
    [[], '000000000000000000000019'],
    [['a'], '000000010000000000000019000000010000000100000001' + '61'],
    [[null], '0000000100000001000000190000000100000001ffffffff'],
    [['', '续'], '0000000100000000000000190000000200000001' + '00000000' + '00000003e7bbad'],
  ])('%j', (values, hex) => {
    expect(textArray(values).toString('hex')).toBe(hex);
  });
});
