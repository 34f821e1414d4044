import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The facts, which only grow, and the function through which the PostgreSQL engine appends them. */
export class Facts1732000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    await runner.query(guards);
    await runner.query(appendFunction);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** `json`, which keeps the text exactly as it was recorded; `jsonb` would order members and drop repeated ones. */
const table = `
  create table facts (
    seq bigint primary key check (seq >= 1),
    stream text collate "C" not null,
    revision integer not null check (revision >= 0),
    event_id uuid not null,
    type text not null,
    effective_date date,
    institution text collate "C",
    report_id text collate "C",
    recorded_at timestamptz(3) not null,
    data json not null,
    metadata json not null,
    unique (stream, revision)
  );
  create index facts_report on facts (institution, report_id, seq) where report_id is not null;
  create index facts_recorded_at on facts (recorded_at);
`;

/** They bind the owner too, and hold where triggers are off for replication. */
const guards = `
  create function refuse_to_change_facts() returns trigger language plpgsql as $$
  begin
    raise exception 'Facts are never changed and never removed: % of % is refused.', tg_op, tg_table_name
      using errcode = 'insufficient_privilege', hint = 'A fact is corrected by another fact.';
  end $$;

  create trigger facts_stay before update or delete on facts
    for each row execute function refuse_to_change_facts();
  create trigger facts_are_kept before truncate on facts
    for each statement execute function refuse_to_change_facts();
  alter table facts enable always trigger facts_stay;
  alter table facts enable always trigger facts_are_kept;
`;

/**
 * Appends a group in one round trip and one transaction; of each stream at most one append. Whoever appends holds the lock
 * until the commit can be seen, so that seqs are dense and in commit order: who sees n sees everything up to n. Members of
 * `streams`, `expected` (−1: none) are appends; of the others facts, `appends` saying whose (from 1) and `places` which of
 * its facts (from 0). `data` and `metadata` are JSON texts, one a line: JSON has no line breaks of its own, and splitting costs
 * less than quoting.
 *
 * An append whose stream stands elsewhere adds nothing and is answered with the head (−1: none); unless its own facts are
 * already there, which is how a repetition of an unanswered append looks.
 *
 * Plans are kept, and must rest neither on how small the table once was nor on how few appends a group might have: facts are
 * looked up by index, and members of the group meet by hash.
 */
const appendFunction = `
  create function append_facts(
    streams text[], expected integer[],
    appends integer[], places integer[], event_ids uuid[], types text[], effective_dates date[], institutions text[],
    report_ids text[], stamped timestamptz[], data text, metadata text
  ) returns table (is_appended boolean, last_revision integer, last_seq bigint, head integer)
  language plpgsql volatile security invoker
  set enable_seqscan = off set enable_bitmapscan = off set enable_nestloop = off set plan_cache_mode = force_generic_plan
  as $$
  #variable_conflict use_column
  declare
    seq_before bigint;
    recorded_before timestamptz(3);
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'Facts are appended at isolation level read committed, where each statement sees what was committed before it.';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('xudai facts', 0));
    select f.seq, f.recorded_at into seq_before, recorded_before from facts f order by f.seq desc limit 1;

    return query
    with asked as materialized (
      select a.place::integer as place, a.stream, a.expected,
             coalesce((select f.revision from facts f where f.stream = a.stream order by f.revision desc limit 1), -1) as head
        from unnest(streams, expected) with ordinality as a (stream, expected, place)
    ), offered as materialized (
      select *
        from unnest(appends, places, event_ids, types, effective_dates, institutions, report_ids, stamped,
                    string_to_array(data, E'\\n'), string_to_array(metadata, E'\\n')) with ordinality
          as o (append, place, event_id, type, effective_date, institution, report_id, stamped_at, data, metadata, turn)
    ), inserted as (
      insert into facts (seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
      select coalesce(seq_before, 0) + row_number() over (order by o.turn),
             a.stream, a.head + 1 + o.place, o.event_id, o.type, o.effective_date, o.institution, o.report_id,
             greatest(recorded_before, max(o.stamped_at) over (order by o.turn rows unbounded preceding)),
             o.data::json, o.metadata::json
        from asked a join offered o on o.append = a.place
       where a.head = a.expected
      returning stream, revision, seq
    ), stored as (
      select a.place, max(i.revision) as revision, max(i.seq) as seq
        from inserted i join asked a on a.stream = i.stream
       group by a.place
      union all
      select a.place, max(f.revision), max(f.seq)
        from asked a
        join offered o on o.append = a.place
        left join lateral (
          select g.revision, g.seq from facts g
           where g.stream = a.stream and g.revision = a.expected + 1 + o.place and g.event_id = o.event_id
           limit 1
        ) f on true
       where a.head <> a.expected
       group by a.place having count(*) = count(f.seq)
    )
    select s.seq is not null, s.revision, s.seq, a.head
      from asked a left join stored s on s.place = a.place
     order by a.place;
  end $$;
`;
