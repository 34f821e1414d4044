import { expect } from '@jest/globals';
import type pg from 'pg';

interface Mismatch {
  readonly table: string;
  readonly key: string;
  readonly expected: unknown;
  readonly found: unknown;
}

interface Slice {
  readonly after: string | null;
  readonly upTo: string | null;
}

/** Whatever derives rows a second time and says which of the stored ones differ. */
interface Checks {
  readonly parts: readonly {
    sliceEnd(client: pg.ClientBase, after: string | null, most: number): Promise<string | null>;
    check(client: pg.ClientBase, slice: Slice): Promise<readonly Mismatch[]>;
    carry?(client: pg.ClientBase, slice: Slice): Promise<void>;
  }[];
  check(client: pg.ClientBase): Promise<readonly Mismatch[]>;
}

/** What a round finds that goes on some facts or rows at a time, each row once. */
export const foundInSlices = async (
  { parts }: Pick<Checks, 'parts'>,
  client: pg.ClientBase,
  most: number,
): Promise<readonly Mismatch[]> => {
  const found = new Map<string, Mismatch>();
  for (const part of parts)
    for (let after: string | null = null; ;) {
      const upTo: string | null = await part.sliceEnd(client, after, most);
      if (upTo !== null && part.carry) await part.carry(client, { after, upTo });
      else
        for (const mismatch of await part.check(client, { after, upTo }))
          found.set(`${mismatch.table} ${mismatch.key}`, mismatch);
      if (upTo === null) break;
      after = upTo;
    }
  return [...found.values()];
};

/**
 * Shows a checker one wrong, one missing and one surplus row of a table, each by itself and taken back again, at once and in slices. The table must
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
      const found = await checker.check(client);
      expect([fault, await foundInSlices(checker, client, 2)]).toEqual([fault, found]);
      return found;
    } finally {
      await client.query('rollback');
    }
  };
  const one = `(select ctid from ${table} limit 1)`;
  const mismatch = { table, key: expect.any(String) };

  expect([await checker.check(client), await foundInSlices(checker, client, 2)]).toEqual([[], []]);
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
