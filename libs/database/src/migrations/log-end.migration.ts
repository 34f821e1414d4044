import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nothing is appended to a log that ends before a fact that was seen of it: seqs would be given out a second time, and what
 * stands below a projection's checkpoint is never shown. A checkpoint moves over facts that are committed, so that in a sound
 * log none lies beyond the end.
 *
 * `append_facts` takes what its caller has seen as one more parameter; a program of the version before leaves it out.
 */
export class LogEnd1732000170000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop function append_facts(text[], integer[], integer[], integer[], uuid[], text[], date[], text[], text[],
         timestamptz[], text, text)`,
    );
    await runner.query(appendFunction);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * As it was (see the migration of the facts), but for the check. Checkpoints are read before the lock: the end only grows, so
 * that one seen earlier lies beyond it only in a log that is too short, and whoever holds the lock does not wait for the read.
 */
const appendFunction = `
  create function append_facts(
    streams text[], expected integer[],
    appends integer[], places integer[], event_ids uuid[], types text[], effective_dates date[], institutions text[],
    report_ids text[], stamped timestamptz[], data text, metadata text, seen bigint default 0
  ) returns table (is_appended boolean, last_revision integer, last_seq bigint, head integer)
  language plpgsql volatile security invoker
  set enable_seqscan = off set enable_bitmapscan = off set enable_nestloop = off set plan_cache_mode = force_generic_plan
  as $$
  #variable_conflict use_column
  declare
    seq_before bigint;
    recorded_before timestamptz(3);
    passed bigint;
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'Facts are appended at isolation level read committed, where each statement sees what was committed before it.';
    end if;
    select max(c.seq) into passed from projection_checkpoints c;
    perform pg_advisory_xact_lock(hashtextextended('xudai facts', 0));
    select f.seq, f.recorded_at into seq_before, recorded_before from facts f order by f.seq desc limit 1;
    if coalesce(seq_before, 0) < greatest(passed, seen) then
      raise exception 'The log ends at fact %, and fact % was seen of it.', coalesce(seq_before, 0), greatest(passed, seen)
        using errcode = 'XD001';
    end if;

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
