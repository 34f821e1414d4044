import { expect } from '@jest/globals';
import type pg from 'pg';

/** Whatever derives rows a second time and says which of the stored ones differ. */
interface Checks {
  check(client: pg.ClientBase): Promise<
    readonly {
      readonly table: string;
      readonly key: string;
      readonly expected: unknown;
      readonly found: unknown;
    }[]
  >;
}

/**
 * Shows a checker one wrong, one missing and one surplus row of a table, each by itself and taken back again. The table must
 * hold a row at least; `keyColumn` is a text column of its key.
 */
export const expectPlantedRowsFound = async (
  checker: Checks,
  client: pg.ClientBase,
  table: string,
  keyColumn: string,
): Promise<void> => {
  const checkedWith = async (fault: string): Promise<Awaited<ReturnType<Checks['check']>>> => {
    await client.query('begin');
    try {
      const { rowCount } = await client.query(fault);
      expect([fault, rowCount]).toEqual([fault, 1]);
      return await checker.check(client);
    } finally {
      await client.query('rollback');
    }
  };
  const one = `(select ctid from ${table} limit 1)`;
  const mismatch = { table, key: expect.any(String) };

  expect(await checker.check(client)).toEqual([]);
  expect(
    await checkedWith(
      `update ${table} set page = (page::jsonb || '{"planted": true}')::json where ctid = ${one}`,
    ),
  ).toEqual([{ ...mismatch, expected: expect.anything(), found: expect.anything() }]);
  expect(await checkedWith(`delete from ${table} where ctid = ${one}`)).toEqual([
    { ...mismatch, expected: expect.anything(), found: null },
  ]);
  expect(
    await checkedWith(
      `insert into ${table}
       select (jsonb_populate_record(stored, '{"${keyColumn}": "planted"}')).* from ${table} stored where ctid = ${one}`,
    ),
  ).toEqual([{ ...mismatch, expected: null, found: expect.anything() }]);
};
