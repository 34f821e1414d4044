import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Column, columnsWithNames, csvHead, csvRows, lastMemberOf, workbookOf } from '#spreadsheets';
import { languageOf } from './request-headers.js';
import { LongAnswers } from './long-answers.server.js';
import { NamesOfCodes } from './names-of-codes.query.js';
import { csvType } from './request-bounds.js';

export type Row = Readonly<Record<string, unknown>>;

interface TableFile {
  /** That of CSV, or of a workbook. */
  readonly type: string;
  readonly columns: readonly Column[];
  /** What it rests on. */
  readonly seq: number;
  /** Its rows, part by part as the client takes them. */
  readonly parts: AsyncIterable<readonly Row[]>;
}

/** `loans.csv` for `/v1/loans`, `history.csv` for `/v1/loans/…/history`. */
const fileNameOf = (url: string, extension: string): string => {
  const name = url.split('/').findLast((segment) => segment !== '' && !segment.startsWith(':'));
  return `${name}.${extension}`;
};

/** Rows as a file of CSV or as a workbook. Codes have their names next to them, in the language that `Accept-Language` prefers. */
@Injectable()
export class TableFiles {
  constructor(
    private readonly longAnswers: LongAnswers,
    private readonly names: NamesOfCodes,
  ) {}

  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    { type, columns, seq, parts }: TableFile,
  ): Promise<Readable | undefined> {
    const named = await this.withNames(columns, request);
    const isCsv = type === csvType;
    return this.longAnswers.open(request, reply, {
      kind: 'downloads',
      type: isCsv ? `${csvType}; charset=utf-8` : type,
      headers: {
        'content-disposition': `attachment; filename="${fileNameOf(request.routeOptions.url ?? '', isCsv ? 'csv' : 'xlsx')}"`,
        'xudai-basis-seq': String(seq),
      },
      parts: () => (isCsv ? csvOf(named, parts) : workbookOf(named, parts)),
    });
  }

  private async withNames(
    columns: readonly Column[],
    { headers, url }: FastifyRequest,
  ): Promise<readonly Column[]> {
    const members = new Set(columns.map(lastMemberOf));
    const language = languageOf(headers['accept-language']);
    return columnsWithNames(
      columns,
      await this.names.read(members, language, url.startsWith('/v1/bailout/')),
    );
  }
}

async function* csvOf(
  columns: readonly Column[],
  parts: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void, undefined> {
  yield csvHead(columns);
  for await (const rows of parts) yield csvRows(columns, rows);
}
