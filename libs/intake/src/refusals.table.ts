import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { BatchQueue } from '#batching';
import { isOfMember } from '#event-log';
import type { InstitutionCode } from '#identifiers';
import type { Answered } from './sent-report.js';

interface RefusalLine {
  readonly at: string;
  readonly institution: InstitutionCode;
  readonly refused: RefusedReport;
}

/** What is listed of a report. What is no report as taken here has nothing but that it came. */
interface RefusedReport {
  readonly id: string | null;
  readonly type: string | null;
  readonly rule: string | null;
  readonly pointer: string | null;
  readonly retryable: boolean;
}

/** Undefined of what was not refused, and of what broke: neither is for its sender to mend. */
export const refusedReport = (outcome: Answered): RefusedReport | undefined => {
  if (outcome.outcome === 'refused') {
    const { id, type, retryable, violated } = outcome;
    const [{ rule, pointer }] = violated;
    return { id, type, rule, pointer, retryable };
  }
  return outcome.outcome === 'failed' && [400, 413].includes(outcome.problem.status)
    ? { id: outcome.id, type: null, rule: null, pointer: null, retryable: false }
    : undefined;
};

/** What the sender wrote is listed as it came or not at all: PostgreSQL holds neither NUL nor half a surrogate pair. */
export const storable = (text: string | null): string | null =>
  text === null || text.includes('\0') || /\p{Surrogate}/u.test(text) ? null : text;

/**
 * The list of refusals is primary data: a refused report leaves no fact. No content is kept, only which report, which rule
 * and where. Lines of requests that come together are written together, and each request waits for its own: a line that the
 * database refuses fails alone.
 */
@Injectable()
export class RefusalsList {
  private readonly lines: BatchQueue<RefusalLine, void>;

  constructor(private readonly pool: pg.Pool) {
    this.lines = new BatchQueue({
      answerAll: (lines) => this.write(lines),
      isOfMember,
      mostTogether: 1_000,
      mostUnderWay: 1,
      mostWaiting: 20_000,
      deadlineMs: 10_000,
    });
  }

  /** @throws NotAnswered when the list takes no line now */
  add(line: RefusalLine): Promise<void> {
    return this.lines.ask(line);
  }

  private async write(lines: readonly RefusalLine[]): Promise<readonly void[]> {
    await this.pool.query(
      `insert into refusals (at, institution, report_id, type, rule, pointer, retryable)
       select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[])`,
      [
        lines.map(({ at }) => at),
        lines.map(({ institution }) => institution),
        lines.map(({ refused }) => storable(refused.id)),
        lines.map(({ refused }) => refused.type),
        lines.map(({ refused }) => refused.rule),
        lines.map(({ refused }) => storable(refused.pointer)),
        lines.map(({ refused }) => refused.retryable),
      ],
    );
    return lines.map(() => undefined);
  }
}

/** Of one institution at most, whatever their age. */
const mostLines = 1_000_000;
/** In one step, whose locks nobody waits for long. */
const linesAtOnce = 1_000;
/** Between steps, so that pruning millions of lines takes a small part of what the database can do. */
const restMs = 50;

/**
 * Takes old lines off the list of refusals, in small steps: those older than so many days, and of an institution those beyond its
 * last million. Says how many they were. Several may do so at once: one of them does.
 */
export const pruneRefusals = async (
  pool: pg.Pool,
  { days, signal }: { readonly days: number; readonly signal: AbortSignal },
): Promise<number> => {
  let all = 0;
  while (!signal.aborted) {
    const { rows } = await pool.query<{ pruned: number }>('select prune_refusals($1, $2, $3) as pruned', [
      days,
      mostLines,
      linesAtOnce,
    ]);
    const pruned = rows[0]?.pruned ?? 0;
    if (pruned === 0) break;
    all += pruned;
    await pause(restMs);
  }
  return all;
};
