import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { SubmissionRefusal } from '#contract';
import { isRuleCode, ruleCatalogue } from '#rules';
import { byteOrderMark, csvLine } from '#spreadsheets';
import type { LineRefusal } from './outcome-counts.js';
import { refusalTextZh } from './refusal-text.js';

const linesAtOnce = 1_000;

type Row = Omit<LineRefusal, 'type'>;

/** In the order of the file, some at a time, so that none of the database is held between two parts. */
async function* pagesOf(
  database: Pick<pg.Pool, 'query'>,
  id: string,
): AsyncGenerator<readonly Row[], void, undefined> {
  let [line, no] = [0, 0];
  for (;;) {
    const { rows } = await database.query<Row>(
      `select line, no, report_id as id, rule, pointer, message, retryable from submission_refusal
        where submission = $1 and (line, no) > ($2, $3) order by line, no limit $4`,
      [id, line, no, linesAtOnce],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    [line, no] = [last.line, last.no];
  }
}

const refusalOf = (row: Row): SubmissionRefusal => {
  const { line, id, rule, pointer, message, retryable } = row;
  const cure = isRuleCode(rule) ? ruleCatalogue[rule].cure : null;
  return { line, id, rule, pointer, message: { en: message, zh: refusalTextZh(row) }, retryable, cure };
};

/**
 * SHA-256 (hex) over a JSON array `[line, id, rule, pointer, retryable]` and a line feed for each refusal. Texts are no part of it: they
 * may be put better one day.
 */
export const digestOfRefusals = async (database: Pick<pg.Pool, 'query'>, id: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const rows of pagesOf(database, id))
    for (const { line, id: report, rule, pointer, retryable } of rows)
      hash.update(`${JSON.stringify([line, report, rule, pointer, retryable])}\n`);
  return hash.digest('hex');
};

/** What is wrong with the lines of a file. */
@Injectable()
export class SubmissionRefusals {
  constructor(private readonly pool: pg.Pool) {}

  async *pages(id: string): AsyncGenerator<readonly SubmissionRefusal[], void, undefined> {
    for await (const rows of pagesOf(this.pool, id)) yield rows.map(refusalOf);
  }
}

type Pages = AsyncGenerator<readonly SubmissionRefusal[], void, undefined>;

export async function* refusalsAsLines(pages: Pages): AsyncGenerator<string, void, undefined> {
  for await (const page of pages) yield page.map((refusal) => `${JSON.stringify(refusal)}\n`).join('');
}

const columns = 'line,id,rule,pointer,message.en,message.zh,retryable,cure.en,cure.zh'.split(',');

const lineOf = ({ line, id, rule, pointer, message, retryable, cure }: SubmissionRefusal): string => {
  const texts = [message.en, message.zh, retryable, cure?.en ?? '', cure?.zh ?? ''];
  return csvLine([line, id, rule, pointer, ...texts]);
};

export async function* refusalsAsCsv(pages: Pages): AsyncGenerator<string, void, undefined> {
  yield byteOrderMark + csvLine(columns);
  for await (const page of pages) yield page.map(lineOf).join('');
}
