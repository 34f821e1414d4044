import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Submission } from '#contract';
import type { InstitutionCode } from '#identifiers';
import { nothingDecided, type OutcomeCounts } from './outcome-counts.js';

/** Files of one institution that wait or are decided, at most, and their bytes together without codings. */
const mostUnfinished = { files: 200, bytes: 16 * 1024 * 1024 * 1024 };

/** A file whose chunks are all stored. */
export interface ReceivedFile {
  readonly id: string;
  readonly institution: InstitutionCode;
  readonly keyId: string;
  readonly format: 'NDJSON' | 'CSV';
  readonly reportType: string | null;
  readonly isDry: boolean;
  readonly digest: string;
  readonly bytes: number;
  readonly reports: number;
  readonly chunks: number;
  readonly receivedAt: string;
}

/** What makes two files the same. */
export type FileIdentity = Pick<ReceivedFile, 'institution' | 'format' | 'reportType' | 'isDry' | 'digest'>;

interface Row extends ReceivedFile {
  readonly status: Submission['status'];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly waitsFor: Submission['waitsFor'];
  readonly reason: string | null;
  readonly progress: OutcomeCounts;
  readonly rate: number | null;
  readonly position: string | null;
  readonly isBehind: boolean;
}

const columns = `s.id, s.institution, s.format, s.report_type as "reportType", s.is_dry as "isDry", s.digest, s.bytes, s.reports,
  s.received_at as "receivedAt", s.status, s.started_at as "startedAt", s.ended_at as "endedAt", s.waits_for as "waitsFor", s.reason,
  s.progress, s.rate, s.position, s.status = 'RECEIVED' and exists (
    select from submission before where before.institution = s.institution and before.status in ('RECEIVED', 'DECIDING')
       and (before.received_at, before.id) < (s.received_at, s.id)) as "isBehind"`;

const rounded = (value: number): number => Math.round(value * 10) / 10;

const waitsFor = ({ status, waitsFor: stored, isBehind }: Row): Submission['waitsFor'] => {
  if (status === 'RECEIVED') return isBehind ? 'earlier-submission' : (stored ?? 'worker');
  return status === 'DECIDING' ? stored : null;
};

const submissionOf = (row: Row): Submission => {
  const { read, recorded, repeated, refused, byRule } = row.progress;
  const waiting = waitsFor(row);
  const rate = waiting === null && row.rate !== null && row.rate > 0 ? row.rate : null;
  return {
    id: row.id,
    institution: row.institution,
    format: row.format,
    reportType: row.reportType,
    digest: row.digest,
    bytes: row.bytes,
    reports: row.reports,
    receivedAt: row.receivedAt,
    status: row.status,
    dryRun: row.isDry,
    read,
    recorded,
    repeated,
    refused,
    byRule,
    ratePerSecond: rate === null ? null : rounded(rate),
    secondsLeft: rate === null || row.status !== 'DECIDING' ? null : rounded((row.reports - read) / rate),
    waitsFor: waiting,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    position: row.isDry ? null : row.position,
    reason: row.reason,
  };
};

const sameFile = `institution = $1 and digest = $2 and format = $3 and coalesce(report_type, '') = coalesce($4::text, '') and is_dry = $5
  and status <> 'FAILED'`;

/** Files that institutions sent, as they were received and as far as they are decided. */
@Injectable()
export class Submissions {
  constructor(private readonly pool: pg.Pool) {}

  async find(id: string): Promise<Submission | undefined> {
    const { rows } = await this.pool.query<Row>(`select ${columns} from submission s where s.id = $1`, [id]);
    return rows[0] && submissionOf(rows[0]);
  }

  /** The same file, sent before by the same institution. What is tried dry is another thing than what is to be recorded. */
  async findSame({
    institution,
    digest,
    format,
    reportType,
    isDry,
  }: FileIdentity): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select id from submission where ${sameFile} order by received_at, id limit 1`,
      [institution, digest, format, reportType, isDry],
    );
    return rows[0]?.id;
  }

  async hasRoom(institution: InstitutionCode): Promise<boolean> {
    const { rows } = await this.pool.query<{ hasRoom: boolean }>(
      `select count(*) < $2 and coalesce(sum(bytes), 0) < $3 as "hasRoom" from submission
        where institution = $1 and status in ('RECEIVED', 'DECIDING')`,
      [institution, mostUnfinished.files, mostUnfinished.bytes],
    );
    return rows[0]?.hasRoom ?? true;
  }

  /** Of all institutions: how many are not decided to their end, and since when the oldest of them is there. */
  async queue(): Promise<{ readonly waiting: number; readonly oldestSeconds: number }> {
    const { rows } = await this.pool.query<{ waiting: number; oldestSeconds: number }>(
      `select count(*) as waiting, coalesce(greatest(0, extract(epoch from clock_timestamp() - min(received_at))), 0)::float8 as "oldestSeconds"
         from submission where status in ('RECEIVED', 'DECIDING')`,
    );
    return rows[0] ?? { waiting: 0, oldestSeconds: 0 };
  }

  /** Once all chunks are stored. False where the same file was received meanwhile, or chunks are missing. */
  async receive(file: ReceivedFile): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `insert into submission (id, institution, key_id, format, report_type, is_dry, digest, bytes, reports, chunks, received_at, progress)
       select $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::boolean, $7::text, $8::bigint, $9::bigint, $10::integer, $11::timestamptz, $12::json
        where (select count(*) from submission_chunk where submission = $1::uuid) = $10::integer
           on conflict (institution, digest, format, coalesce(report_type, ''), is_dry) where status <> 'FAILED' do nothing`,
      [
        file.id,
        file.institution,
        file.keyId,
        file.format,
        file.reportType,
        file.isDry,
        file.digest,
        file.bytes,
        file.reports,
        file.chunks,
        file.receivedAt,
        JSON.stringify(nothingDecided),
      ],
    );
    return rowCount === 1;
  }

  /** The receipt as it was made; undefined as long as there is none. */
  async receipt(id: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ receipt: string | null }>(
      'select receipt from submission where id = $1',
      [id],
    );
    return rows[0]?.receipt ?? undefined;
  }
}
