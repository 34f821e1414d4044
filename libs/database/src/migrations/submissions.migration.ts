import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files that institutions send: what became of each, the file itself in compressed chunks of whole lines, and its refusals. Chunks are
 * only read and added to by the programs (see `grantToApp`); they leave through the owner's functions, which take none of a file that
 * is not decided to its end.
 */
export class Submissions1795950000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(discardFunction);
    await runner.query(pruneFunction);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}

/** `external`: a chunk is compressed already. `withheld`: what is answered of lines that are not kept, by line. */
const tables = `
  create table submission (
    id uuid primary key,
    institution text collate "C" not null,
    key_id text not null,
    format text not null check (format in ('NDJSON', 'CSV')),
    report_type text,
    is_dry boolean not null,
    digest text not null,
    bytes bigint not null,
    reports bigint not null,
    chunks integer not null,
    received_at timestamptz(3) not null,
    status text not null default 'RECEIVED' check (status in ('RECEIVED', 'DECIDING', 'COMPLETED', 'FAILED')),
    started_at timestamptz(3),
    ended_at timestamptz(3),
    waits_for text,
    reason text,
    decided_chunks integer not null default 0,
    progress json not null,
    rate double precision,
    position text,
    receipt text,
    spool_pruned boolean not null default false
  ) with (fillfactor = 50);
  create unique index submission_once on submission (institution, digest, format, coalesce(report_type, ''))
    where not is_dry and status <> 'FAILED';
  create index submission_unfinished on submission (institution, received_at, id) where status in ('RECEIVED', 'DECIDING');
  create index submission_spooled on submission (ended_at) where not spool_pruned;

  create table submission_chunk (
    submission uuid not null,
    no integer not null,
    first_line bigint not null,
    stored_at timestamptz(3) not null default clock_timestamp(),
    body bytea not null,
    withheld json,
    primary key (submission, no)
  );
  alter table submission_chunk alter column body set storage external;

  create table submission_refusal (
    submission uuid not null,
    line bigint not null,
    no integer not null,
    report_id text collate "C",
    type text,
    rule text not null,
    pointer text,
    message text not null,
    retryable boolean not null,
    primary key (submission, line, no)
  );
`;

/** Of a file that was broken off while it was sent. One that was received keeps its chunks. */
const discardFunction = `
  create function discard_submission_chunks(id uuid) returns void
  language sql volatile strict security definer
  set search_path = pg_catalog, pg_temp
  as $$
    delete from public.submission_chunk
     where submission = id and not exists (select from public.submission s where s.id = discard_submission_chunks.id);
  $$;
  revoke all on function discard_submission_chunks(uuid) from public;
`;

/**
 * One step: chunks of at most \`step\` places, and says how many they were; 0 when none is left, or while somebody else takes a step.
 * First files decided to their end so many days ago; then what was left behind by a process that ended while a file was sent to it, of
 * which nothing more came for a day; then refusals of files decided longer ago than refusals are kept.
 */
const pruneFunction = `
  create function prune_submissions(spool_days integer, refusal_days integer, step integer) returns integer
  language plpgsql volatile strict security definer
  set search_path = pg_catalog, pg_temp
  as $$
  declare
    pruned integer;
    file uuid;
  begin
    if spool_days < 7 or refusal_days < 31 or step not between 1 and 10000 then
      raise exception 'Files are kept for 7 days at least once they are decided, their refusals for 31, and pruned in steps of 10000 at most.'
        using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('xudai submissions pruning', 0)) then
      return 0;
    end if;

    select s.id into file from public.submission s
     where not s.spool_pruned and s.ended_at < now() - make_interval(days => spool_days)
     order by s.ended_at limit 1;
    if found then
      delete from public.submission_chunk where submission = file and no in (
        select no from public.submission_chunk where submission = file order by no limit step);
      get diagnostics pruned = row_count;
      if pruned < step then
        update public.submission set spool_pruned = true where id = file;
      end if;
      return greatest(pruned, 1);
    end if;

    with recursive each as (
      (select submission as id from public.submission_chunk order by submission limit 1)
      union all
      select (select c.submission from public.submission_chunk c where c.submission > each.id order by c.submission limit 1)
        from each where each.id is not null)
    select each.id into file from each
     where each.id is not null
       and not exists (select from public.submission s where s.id = each.id)
       and (select stored_at from public.submission_chunk c where c.submission = each.id order by c.no desc limit 1)
           < now() - interval '1 day'
     limit 1;
    if found then
      delete from public.submission_chunk where submission = file and no in (
        select no from public.submission_chunk where submission = file order by no limit step);
      get diagnostics pruned = row_count;
      return pruned;
    end if;

    delete from public.submission_refusal r where (r.submission, r.line, r.no) in (
      select old.submission, old.line, old.no
        from public.submission s
       cross join lateral (select o.submission, o.line, o.no from public.submission_refusal o
                            where o.submission = s.id limit step) old
       where s.ended_at < now() - make_interval(days => refusal_days)
       limit step);
    get diagnostics pruned = row_count;
    return pruned;
  end $$;
  revoke all on function prune_submissions(integer, integer, integer) from public;
`;
