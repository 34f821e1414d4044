import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable, tap } from 'rxjs';
import type { FigureBasis } from '#contract';
import { type Column, columnsOf } from '#spreadsheets';
import { accepts, workbookType } from './request-headers.js';
import { csvType } from './request-bounds.js';
import { declarationOf } from './request-checks.controller.js';
import { isList, type Tabular, tabular } from './route-declaration.js';
import { type Row, TableFiles } from './table-files.server.js';

/** Rows of one part. Other requests are served between two parts. */
const rowsAtOnce = 100;
/** Size of the pages that a list is read in. */
const pageSize = '1000';

interface Page {
  readonly basis: FigureBasis;
  /** The dimensions of a breakdown. */
  readonly by?: readonly string[];
  readonly next?: string | null;
  readonly items?: readonly Row[];
  readonly cells?: readonly Row[];
  readonly points?: readonly Row[];
}

interface ListAsked {
  limit?: string;
  cursor?: string;
}

/** The columns of the answer's shape; of a breakdown's keys, only those that it is by. */
const columnsShown = ({ row }: Tabular, { by }: Page): readonly Column[] =>
  columnsOf(row).filter(
    ({ path: [member, key] }) => by === undefined || member !== 'keys' || by.includes(key ?? ''),
  );

function* inParts(rows: readonly Row[]): Generator<readonly Row[], void, undefined> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) yield rows.slice(at, at + rowsAtOnce);
}

/**
 * Answers lists, series and breakdowns as CSV or as a workbook where `Accept` prefers one. The file holds all rows that match the filters,
 * whatever `limit` says. A list is read page by page, as fast as the client takes the file.
 */
@Injectable()
export class SpreadsheetAnswers implements NestInterceptor {
  constructor(private readonly files: TableFiles) {}

  intercept(context: ExecutionContext, handler: CallHandler<Page>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const table = tabular(declarationOf(request));
    if (!table) return handler.handle();
    const type = accepts(request.headers.accept, ['application/json', csvType, workbookType]);
    if (type === 'application/json')
      return handler.handle().pipe(tap(() => void reply.header('vary', 'Accept')));
    return from(this.asTable(request, reply, { table, type, read: () => lastValueFrom(handler.handle()) }));
  }

  private async asTable(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      table,
      type,
      read,
    }: { readonly table: Tabular; readonly type: string; readonly read: () => Promise<Page> },
  ) {
    const asked = request.query as ListAsked;
    if (isList(declarationOf(request))) asked.limit = pageSize;
    const first = await read();
    const columns = columnsShown(table, first);
    const parts = partsOf(first, table, (cursor) => {
      asked.cursor = cursor;
      return read();
    });
    reply.removeHeader('link').header('vary', 'Accept, Accept-Language');
    return this.files.open(request, reply, { type, columns, seq: first.basis.seq, parts });
  }
}

async function* partsOf(
  first: Page,
  { member }: Tabular,
  readAfter: (cursor: string) => Promise<Page>,
): AsyncGenerator<readonly Row[], void, undefined> {
  for (let page = first; ;) {
    yield* inParts(page[member] ?? []);
    if (page.next === undefined || page.next === null) return;
    page = await readAfter(page.next);
  }
}
