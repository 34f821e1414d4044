import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type EntityMetadata, type QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from '#testing';
import { projectionsOver } from '../../apps/projector/src/projector.process.js';

/*
 * What the code writes to and compares is described once, by the EntitySchema of each read table. Here these are held against a database
 * that the migrations made.
 */

const projections = projectionsOver({} as Parameters<typeof projectionsOver>[0]);

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Place in the primary key, from 1. */
  readonly keyPart: number | null;
  readonly collation: string | null;
  readonly precision: number | null;
  readonly hasDefault: boolean;
}

let database: TestDatabase;
let source: DataSource;
let runner: QueryRunner;

beforeAll(async () => {
  database = await testDatabase();
  source = new DataSource({
    type: 'postgres',
    url: database.ownerUrl,
    entities: projections.flatMap(({ tables }) => [...tables]),
  });
  await source.initialize();
  runner = source.createQueryRunner();
});
afterAll(async () => {
  await runner.release();
  await source.destroy();
  await database.drop();
});

const byName = (one: Column, other: Column): number => (one.name < other.name ? -1 : 1);

const columnsDescribed = ({ columns, primaryColumns }: EntityMetadata): readonly Column[] =>
  columns
    .map((column): Column => ({
      name: column.databaseName,
      type: `${String(column.type)}${column.isArray ? '[]' : ''}`,
      nullable: column.isNullable,
      keyPart: column.isPrimary ? primaryColumns.indexOf(column) + 1 : null,
      collation: column.collation ?? null,
      precision: column.precision ?? null,
      hasDefault: column.default !== undefined,
    }))
    .toSorted(byName);

/** Arrays go by the type of their elements, with an underscore before it. */
const arrays: Readonly<Record<string, string>> = { _text: 'text[]', _date: 'date[]', _numeric: 'numeric[]' };

const columnsMade = async (table: string): Promise<readonly Column[]> => {
  const made = await runner.query(
    `select made.column_name as name, case made.data_type when 'ARRAY' then udt_name else data_type end as type,
            is_nullable = 'YES' as nullable, part.ordinal_position as "keyPart", collation_name as collation,
            case data_type when 'numeric' then numeric_precision end as precision, column_default is not null as "hasDefault"
       from information_schema.columns made
       left join information_schema.table_constraints own
         on own.table_schema = made.table_schema and own.table_name = made.table_name and own.constraint_type = 'PRIMARY KEY'
       left join information_schema.key_column_usage part
         on part.constraint_schema = own.constraint_schema and part.constraint_name = own.constraint_name
        and part.column_name = made.column_name
      where made.table_schema = 'public' and made.table_name = $1`,
    [table],
  );
  return (made as readonly Column[])
    .map((column) => ({ ...column, type: arrays[column.type] ?? column.type }))
    .toSorted(byName);
};

describe('read tables', () => {
  it('are those that migrations made for each projection', async () => {
    const made: readonly { readonly projection: string; readonly name: string }[] = await runner.query(
      'select projection, name from projection_tables order by projection, name',
    );
    const described = projections.flatMap(({ name: projection, tables }) =>
      tables.map(({ options: { name } }) => ({ projection, name })),
    );
    const inOrder = described.toSorted((one, other) =>
      `${one.projection} ${one.name}` < `${other.projection} ${other.name}` ? -1 : 1,
    );
    expect(inOrder).toEqual(made);
  });

  it.each(projections.flatMap(({ tables }) => tables.map(({ options: { name } }) => name)))(
    '%s has the columns that are described, with type, key and whether they may be null',
    async (table) => {
      expect(columnsDescribed(source.getMetadata(table))).toEqual(await columnsMade(table));
    },
  );

  it('are seen to differ where a migration and a description part', async () => {
    const described = columnsDescribed(source.getMetadata('loan_page'));
    for (const change of [
      'alter table loan_page alter maturity drop not null',
      'alter table loan_page alter maturity type text',
      'alter table loan_page add column more text',
      'alter table loan_page drop column status',
      'alter table loan_page drop constraint loan_page_pkey, add primary key (loan_id, institution)',
    ]) {
      await runner.startTransaction();
      await runner.query(change);
      expect(await columnsMade('loan_page')).not.toEqual(described);
      await runner.rollbackTransaction();
    }
  });
});
