import type pg from 'pg';
import type { InstitutionCode } from '#identifiers';
import { storable } from '#intake';
import { type LineRefusal, nothingDecided, type OutcomeCounts } from './outcome-counts.js';
import type { ReceivedFile } from './submissions.table.js';

/** A file in the hands of the process that holds its institution's lock. */
export interface TakenFile extends ReceivedFile {
  /** Chunks whose reports all have their outcome, which is kept. */
  readonly decidedChunks: number;
  readonly progress: OutcomeCounts;
  readonly rate: number | null;
  /** Nobody was at it before. */
  readonly isNew: boolean;
}

type Connection = Pick<pg.ClientBase, 'query'>;

/** Institutions of which a file waits or is decided, the one that waits longest first. */
export const unfinishedInstitutions = async (database: Connection): Promise<readonly InstitutionCode[]> => {
  const { rows } = await database.query<{ institution: InstitutionCode }>(
    `select institution from submission where status in ('RECEIVED', 'DECIDING')
      group by institution order by min(received_at), institution`,
  );
  return rows.map(({ institution }) => institution);
};

/** Files of an institution are decided one after another, as they were received; undefined when none is left. */
export const takeNext = async (
  connection: Connection,
  institution: InstitutionCode,
): Promise<TakenFile | undefined> => {
  const { rows } = await connection.query<TakenFile>(
    `with next as (select id, status from submission where institution = $1 and status in ('RECEIVED', 'DECIDING')
                     order by received_at, id limit 1)
     update submission s set status = 'DECIDING', waits_for = null, started_at = coalesce(started_at, clock_timestamp())
       from next where s.id = next.id
     returning s.id, institution, key_id as "keyId", format, report_type as "reportType", is_dry as "isDry", digest, bytes, reports,
       chunks, received_at as "receivedAt", decided_chunks as "decidedChunks", progress, rate, next.status = 'RECEIVED' as "isNew"`,
    [institution],
  );
  return rows[0];
};

/** A dry run keeps nothing between two attempts. */
export const beginDryRun = async (connection: Connection, id: string): Promise<void> => {
  await connection.query(
    `with begun as (update submission set progress = $2::json, waits_for = null where id = $1 returning id)
     delete from submission_refusal where submission in (select id from begun)`,
    [id, JSON.stringify(nothingDecided)],
  );
};

/** Somebody else has gone on with the file. */
class OtherWorker extends Error {}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly progress: OutcomeCounts;
  readonly rate: number | null;
  readonly refusals: readonly LineRefusal[];
  readonly at: string;
}

/**
 * Lists what is wrong with lines of a file, each once however often it is found. What rules refused, and what
 * is no report, stands in the institution's list of refusals too.
 */
const listing = (after: string): string => `
  found as (
    select refused.* from ${after} unnest($3::bigint[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[])
      as refused (line, no, report_id, type, rule, pointer, message, retryable)
  ), listed as (
    insert into submission_refusal (submission, line, no, report_id, type, rule, pointer, message, retryable)
    select $1::uuid, line, no, report_id, type, rule, pointer, message, retryable from found
        on conflict do nothing returning line, no
  ), told as (
    insert into refusals (at, institution, report_id, type, rule, pointer, retryable)
    select $11::timestamptz, $2::text, report_id, type, case when rule ~ '^[A-Z]{3}-R' then rule end, pointer, retryable
      from found join listed using (line, no)
     where no = 0 and (rule ~ '^[A-Z]{3}-R' or rule in ('invalid-request', 'too-large')) and not $12::boolean order by line
  )`;

const listingValues = (
  { id, institution, isDry }: TakenFile,
  refusals: readonly LineRefusal[],
  at: string,
): readonly unknown[] => [
  id,
  institution,
  refusals.map(({ line }) => line),
  refusals.map(({ no }) => no),
  refusals.map((refusal) => storable(refusal.id)),
  refusals.map(({ type }) => type),
  refusals.map(({ rule }) => rule),
  refusals.map(({ pointer }) => storable(pointer)),
  refusals.map(({ message }) => message),
  refusals.map(({ retryable }) => retryable),
  at,
  isDry,
];

/** Before anything is decided that rests on them. */
export const listRefusals = async (
  connection: Connection,
  file: TakenFile,
  refusals: readonly LineRefusal[],
  at: string,
): Promise<void> => {
  await connection.query(`with ${listing('')} select from listed`, [...listingValues(file, refusals, at)]);
};

/** What is listed of lines that are not counted yet. */
export const refusalsFrom = async (
  connection: Connection,
  id: string,
  chunk: number,
): Promise<readonly LineRefusal[]> => {
  const { rows } = await connection.query<LineRefusal>(
    `select line, no, report_id as id, type, rule, pointer, message, retryable from submission_refusal
      where submission = $1 and line >= (select first_line from submission_chunk where submission = $1 and no = $2) order by line, no`,
    [id, chunk],
  );
  return rows;
};

/**
 * Keeps what became of the reports of some chunks, with their refusals, in one statement: after a crash the next one goes on there.
 *
 * @throws OtherWorker when the file does not stand where this process took it to
 */
export const saveStep = async (
  connection: Connection,
  file: TakenFile,
  { from, to, progress, rate, refusals, at }: Step,
): Promise<void> => {
  const { rows } = await connection.query<{ moved: number }>(
    `with moved as (
       update submission set decided_chunks = $14::integer, progress = $15::json, rate = $16::float8, position = $17::text, waits_for = null
        where id = $1::uuid and decided_chunks = $13::integer and status = 'DECIDING' returning id
     ), ${listing('moved,')}
     select count(*)::integer as moved from moved`,
    [...listingValues(file, refusals, at), from, to, JSON.stringify(progress), rate, progress.position],
  );
  if (rows[0]?.moved !== 1) throw new OtherWorker('The file was taken over by another process.');
};

/** Says what the file waits for, as long as somebody is at it. */
export const tellWaiting = async (
  connection: Connection,
  id: string,
  waitsFor: 'log' | 'worker',
): Promise<void> => {
  await connection.query(`update submission set waits_for = $2 where id = $1 and status = 'DECIDING'`, [
    id,
    waitsFor,
  ]);
};

interface Ended {
  readonly status: 'COMPLETED' | 'FAILED';
  readonly at: string;
  readonly position?: string;
  readonly receipt?: string;
  readonly reason?: string;
}

export const endSubmission = async (
  connection: Connection,
  id: string,
  { status, at, position, receipt, reason }: Ended,
): Promise<void> => {
  await connection.query(
    `update submission set status = $2::text, ended_at = $3::timestamptz, position = coalesce($4::text, position), receipt = $5::text,
            reason = $6::text, waits_for = null, rate = case when $2::text = 'COMPLETED' then
              reports / greatest(0.001, extract(epoch from $3::timestamptz - started_at)) end
      where id = $1 and status = 'DECIDING'`,
    [id, status, at, position ?? null, receipt ?? null, reason ?? null],
  );
};
