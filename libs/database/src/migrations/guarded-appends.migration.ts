import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a report was decided on beside its own stream is looked at within the append, under its lock: that its sender stands where it stood
 * then, and that no fact has its id. So nobody has to ask for either beforehand, and of one id that two processes decide on at once one is
 * recorded.
 *
 * `append_facts` takes guards as further parameters; a program of the version before leaves them out.
 */
export class GuardedAppends1796500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop function append_facts(text[], integer[], integer[], integer[], uuid[], text[], date[], text[], text[],
         timestamptz[], text, text, bigint)`,
    );
    await runner.query(appendFunction);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/**
 * As it was (see the migrations of the facts and of the log's end), with two ways on: where nothing stands against any append of the group
 * its facts are written as they come, which is the rule and costs little more than `COPY`; else each append is settled by itself.
 *
 * Guards are streams and their revisions (−1: none), each once; `guards` says which of them an append has, from 1, 0 for none. A guard of a
 * stream that the same group appends to does not hold: what was decided on it is decided on again.
 */
const appendFunction = `
  create function append_facts(
    streams text[], expected integer[],
    appends integer[], places integer[], event_ids uuid[], types text[], effective_dates date[], institutions text[],
    report_ids text[], stamped timestamptz[], data text, metadata text, seen bigint default 0,
    guard_streams text[] default '{}', guard_revisions integer[] default '{}', guards integer[] default '{}'
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

    if not exists (
      select from unnest(streams, expected) as a (stream, expected)
       where a.expected <> coalesce((select f.revision from facts f where f.stream = a.stream order by f.revision desc limit 1), -1)
    ) and not exists (
      select from unnest(guard_streams, guard_revisions) as g (stream, revision)
       where g.stream = any (streams)
          or g.revision <> coalesce((select f.revision from facts f where f.stream = g.stream order by f.revision desc limit 1), -1)
    ) and not exists (
      select from unnest(appends, institutions, report_ids) as o (append, institution, report_id)
       where guards[o.append] > 0 and o.report_id is not null
       group by o.institution, o.report_id
      having count(*) > 1
          or (select f.seq from facts f where f.institution = o.institution and f.report_id = o.report_id limit 1) is not null
    ) then
      if exists (select from unnest(stamped, stamped[2:]) as s (this, next) where s.next < s.this) then
        stamped := array(
          select max(s.stamp) over (order by s.turn rows unbounded preceding)
            from unnest(stamped) with ordinality as s (stamp, turn) order by s.turn);
      end if;
      insert into facts (seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
      select coalesce(seq_before, 0) + o.turn, streams[o.append], expected[o.append] + 1 + o.place, o.event_id, o.type,
             o.effective_date, o.institution, o.report_id, greatest(recorded_before, o.stamped_at), o.data::json, o.metadata::json
        from unnest(appends, places, event_ids, types, effective_dates, institutions, report_ids, stamped,
                    string_to_array(data, E'\\n'), string_to_array(metadata, E'\\n')) with ordinality
          as o (append, place, event_id, type, effective_date, institution, report_id, stamped_at, data, metadata, turn);
      return query
      select true, max(expected[o.append] + 1 + o.place), max(coalesce(seq_before, 0) + o.turn), expected[o.append]
        from unnest(appends, places) with ordinality as o (append, place, turn)
       group by o.append
       order by o.append;
      return;
    end if;

    return query
    with holding as materialized (
      select g.place::integer as place
        from unnest(guard_streams, guard_revisions) with ordinality as g (stream, revision, place)
       where g.stream <> all (streams)
         and g.revision = coalesce((select f.revision from facts f where f.stream = g.stream order by f.revision desc limit 1), -1)
    ), offered as materialized (
      select o.*,
             guards[o.append] > 0 and o.report_id is not null
               and (row_number() over (partition by o.institution, o.report_id order by o.turn) > 1
                 or (select f.seq from facts f where f.institution = o.institution and f.report_id = o.report_id limit 1) is not null)
               as is_known
        from unnest(appends, places, event_ids, types, effective_dates, institutions, report_ids, stamped,
                    string_to_array(data, E'\\n'), string_to_array(metadata, E'\\n')) with ordinality
          as o (append, place, event_id, type, effective_date, institution, report_id, stamped_at, data, metadata, turn)
    ), asked as materialized (
      select a.place::integer as place, a.stream, a.expected,
             coalesce((select f.revision from facts f where f.stream = a.stream order by f.revision desc limit 1), -1) as head,
             coalesce(guards[a.place], 0) = 0
               or (guards[a.place] in (select place from holding)
                   and a.place::integer not in (select append from offered where is_known)) as holds
        from unnest(streams, expected) with ordinality as a (stream, expected, place)
    ), inserted as (
      insert into facts (seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
      select coalesce(seq_before, 0) + row_number() over (order by o.turn),
             a.stream, a.head + 1 + o.place, o.event_id, o.type, o.effective_date, o.institution, o.report_id,
             greatest(recorded_before, max(o.stamped_at) over (order by o.turn rows unbounded preceding)),
             o.data::json, o.metadata::json
        from asked a join offered o on o.append = a.place
       where a.head = a.expected and a.holds
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
