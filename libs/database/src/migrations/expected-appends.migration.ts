import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Appends against which nothing stands, which is the rule: whatever is to be looked at is looked at by one query, and the answer is one
 * number. `append_facts` stays for every other group, and for programs of the version before.
 */
export class ExpectedAppends1796900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(appendGroup);
    await runner.query(appendOne);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

const refuseOtherIsolation = `
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'Facts are appended at isolation level read committed, where each statement sees what was committed before it.';
    end if;`;

/** As in `append_facts`. Checkpoints and the end of the log are of one snapshot here: who sees a checkpoint sees the facts below it. */
const refuseShortLog = `
    if coalesce(seq_before, 0) < greatest(passed, seen) then
      raise exception 'The log ends at fact %, and fact % was seen of it.', coalesce(seq_before, 0), greatest(passed, seen)
        using errcode = 'XD001';
    end if;`;

/**
 * The parameters are those of `append_facts`. Answers the seq before the group's first fact; then each append is recorded at the revision
 * that it expects, one after another. Null where anything stands against any of them, where stamps go backwards within the group, and where
 * the log is empty: then nothing was recorded, and `append_facts` settles the group.
 *
 * Whoever calls it keeps plans that rest neither on how small the table once was nor on how few appends a group might have
 * (`expectedBegin` of the appender). Settings of the function itself would cost a tenth of a small group.
 */
const appendGroup = `
  create function append_expected_facts(
    streams text[], expected integer[],
    appends integer[], places integer[], event_ids uuid[], types text[], effective_dates date[], institutions text[],
    report_ids text[], stamped timestamptz[], data text, metadata text, seen bigint,
    guard_streams text[], guard_revisions integer[], guards integer[]
  ) returns bigint
  language plpgsql volatile security invoker
  as $$
  #variable_conflict use_column
  declare
    seq_before bigint;
    recorded_before timestamptz(3);
    passed bigint;
    is_expected boolean;
  begin${refuseOtherIsolation}
    perform pg_advisory_xact_lock(hashtextextended('xudai facts', 0));
    select f.seq, f.recorded_at, (select max(c.seq) from projection_checkpoints c),
           not exists (
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
           ) and not exists (
             select from unnest(stamped, stamped[2:]) as s (this, next) where s.next < s.this
           )
      into seq_before, recorded_before, passed, is_expected
      from facts f order by f.seq desc limit 1;${refuseShortLog}
    if is_expected is not true then
      return null;
    end if;
    insert into facts (seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
    select seq_before + o.turn, streams[o.append], expected[o.append] + 1 + o.place, o.event_id, o.type,
           o.effective_date, o.institution, o.report_id, greatest(recorded_before, o.stamped_at), o.data::json, o.metadata::json
      from unnest(appends, places, event_ids, types, effective_dates, institutions, report_ids, stamped,
                  string_to_array(data, E'\\n'), string_to_array(metadata, E'\\n')) with ordinality
        as o (append, place, event_id, type, effective_date, institution, report_id, stamped_at, data, metadata, turn);
    return seq_before;
  end $$;
`;

/** The same for one append of one fact, without lists: half of what a report costs the server that is alone in its group. Without a guard `guard_stream` is null. */
const appendOne = `
  create function append_expected_fact(
    stream text, expected integer, event_id uuid, type text, effective_date date, institution text, report_id text,
    stamped timestamptz, data json, metadata json, seen bigint, guard_stream text, guard_revision integer
  ) returns bigint
  language plpgsql volatile security invoker
  as $$
  #variable_conflict use_column
  declare
    seq_before bigint;
    recorded_before timestamptz(3);
    passed bigint;
    is_expected boolean;
  begin${refuseOtherIsolation}
    perform pg_advisory_xact_lock(hashtextextended('xudai facts', 0));
    select f.seq, f.recorded_at, (select max(c.seq) from projection_checkpoints c),
           $2 = coalesce((select f.revision from facts f where f.stream = $1 order by f.revision desc limit 1), -1)
             and ($12 is null
               or ($12 <> $1
                 and $13 = coalesce((select f.revision from facts f where f.stream = $12 order by f.revision desc limit 1), -1)
                 and not exists (select from facts f where f.institution = $6 and f.report_id = $7)))
      into seq_before, recorded_before, passed, is_expected
      from facts f order by f.seq desc limit 1;${refuseShortLog}
    if is_expected is not true then
      return null;
    end if;
    insert into facts (seq, stream, revision, event_id, type, effective_date, institution, report_id, recorded_at, data, metadata)
    values (seq_before + 1, $1, $2 + 1, $3, $4, $5, $6, $7, greatest(recorded_before, $8), $9, $10);
    return seq_before;
  end $$;
`;
