import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The functions by which the programs' login, which may make no tables, makes those of a rebuild, switches to them and drops them, within
 * these bounds (ADR 30).
 */
export class SwitchedTables1796100000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(copyTable);
    await runner.query(prepare);
    await runner.query(switchTo);
    await runner.query(drop);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * An empty table like one of the live ones, in another schema: columns, constraints, indexes and what is set for them, all of it by the
 * same names, since migrations to come go by these names.
 */
const copyTable = `
  create function copy_table_empty(name text, into_schema text) returns void language plpgsql security invoker
  set search_path = pg_catalog, pg_temp as $$
  declare
    source oid := to_regclass(format('public.%I', name));
    target text := format('%I.%I', into_schema, name);
    line text;
  begin
    execute format('create table %s (like public.%I including all excluding indexes)', target, name);
    for line in
      select format('alter table %s set (%s)', target, array_to_string(reloptions, ', ')) from pg_class
       where oid = source and reloptions is not null
      union all
      select format('alter table %s add constraint %I %s', target, conname, pg_get_constraintdef(oid)) from pg_constraint
       where conrelid = source and contype in ('p', 'u', 'x')
      union all
      select regexp_replace(pg_get_indexdef(indexrelid), ' ON (ONLY )?public\\.\\S+ USING ', ' ON ' || target || ' USING ') from pg_index
       where indrelid = source and not exists (select from pg_constraint where conindid = indexrelid)
    loop
      execute line;
    end loop;
    execute format('grant select, insert, update, delete on %s to %I', target, session_user);
  end $$;
  revoke all on function copy_table_empty(text, text) from public;
`;

/** Once for each rebuild, whoever asks first. What an earlier one left behind goes. */
const prepare = `
  create function prepare_rebuild(rebuild uuid) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  declare
    asked projection_rebuild;
    beside text;
    live text;
  begin
    select * into asked from projection_rebuild where id = rebuild and status = 'RUNNING' for update;
    if not found then raise exception 'This rebuild is not under way.'; end if;
    if asked.prepared then return; end if;
    if asked.version is null or not exists (select from projection_tables t where t.projection = asked.projection) then
      raise exception 'There is no version of a projection of this name.';
    end if;
    beside := 'rebuild_' || replace(asked.projection, '-', '_');
    execute format('drop schema if exists %I cascade', beside);
    execute format('create schema %I', beside);
    execute format('grant usage on schema %I to %I', beside, session_user);
    for live in
      select t.name from projection_tables t where t.projection = asked.projection
      union all select unnest(array['projection_checkpoints', 'projection_failures', 'parked_fact'])
    loop
      perform copy_table_empty(live, beside);
    end loop;
    execute format('insert into %I.projection_checkpoints (name, version, seq) values ($1, $2, 0)', beside)
      using asked.projection, asked.version;
    update projection_rebuild set prepared = true where id = rebuild;
  end $$;
  revoke all on function prepare_rebuild(uuid) from public;
`;

/**
 * Puts the tables of a rebuild in the place of the live ones, with checkpoint and parked facts, in the transaction of whoever calls, which
 * holds the live checkpoint. The tables that were live are left in a schema of their own: to drop them may take longer.
 */
const switchTo = `
  create function switch_rebuild(rebuild uuid) returns bigint language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  declare
    asked projection_rebuild;
    beside text;
    retired text;
    live text;
    at bigint;
    built bigint;
    left_out text[];
  begin
    select * into asked from projection_rebuild where id = rebuild and status = 'RUNNING' for update;
    if not found or not asked.prepared then raise exception 'This rebuild is not ready.'; end if;
    beside := 'rebuild_' || replace(asked.projection, '-', '_');
    retired := 'retired_' || replace(asked.projection, '-', '_');
    select c.seq into at from projection_checkpoints c where c.name = asked.projection for update;
    execute format('select seq, parked_subjects from %I.projection_checkpoints where name = $1', beside)
       into built, left_out using asked.projection;
    if at is distinct from built then
      raise exception 'The rebuild stands at fact %, the live projection at %.', built, at;
    end if;
    execute 'lock table ' || (select string_agg(format('public.%I', t.name), ', ' order by t.name) from projection_tables t
                               where t.projection = asked.projection) || ' in access exclusive mode';
    execute format('drop schema if exists %I cascade', retired);
    execute format('create schema %I', retired);
    for live in select t.name from projection_tables t where t.projection = asked.projection order by t.name loop
      execute format('alter table public.%I set schema %I', live, retired);
      execute format('alter table %I.%I set schema public', beside, live);
    end loop;
    update projection_checkpoints c set version = asked.version, parked_subjects = left_out where c.name = asked.projection;
    delete from parked_fact p where p.projection = asked.projection;
    execute format('insert into public.parked_fact select * from %I.parked_fact', beside);
    delete from projection_failures f where f.name = asked.projection;
    delete from projection_checks c where c.name = asked.projection;
    update projection_rebuild
       set status = 'SWITCHED', seq = at, switched_seq = at,
           parked = (select count(*) from parked_fact p where p.projection = asked.projection)
     where id = rebuild;
    return at;
  end $$;
  revoke all on function switch_rebuild(uuid) from public;
`;

/** What a rebuild left beside the live tables; and, before it is switched, how its rows are distributed, for who plans questions. */
const drop = `
  create function drop_rebuilt(projection text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  begin
    if not exists (select from projection_tables t where t.projection = $1) then
      raise exception 'There is no projection of this name.';
    end if;
    execute format('drop schema if exists %I cascade', 'rebuild_' || replace($1, '-', '_'));
    execute format('drop schema if exists %I cascade', 'retired_' || replace($1, '-', '_'));
  end $$;
  revoke all on function drop_rebuilt(text) from public;

  create function analyze_rebuild(projection text) returns void language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  declare
    rebuilt text;
  begin
    for rebuilt in select t.name from projection_tables t where t.projection = $1 order by t.name loop
      execute format('analyze %I.%I', 'rebuild_' || replace($1, '-', '_'), rebuilt);
    end loop;
  end $$;
  revoke all on function analyze_rebuild(text) from public;
`;
