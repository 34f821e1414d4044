import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HeadSeqQuery, RecordedFactsQuery } from '#audit';
import { factShape } from '#contract';
import { columnsOf } from '#spreadsheets';
import { accepts, workbookType } from '../http/request-headers.js';
import { LongAnswers } from '../http/long-answers.server.js';
import { inOrder, repeatable, seq } from '../http/query-parameters.js';
import { csvType, streamType } from '../http/request-bounds.js';
import { CheckedQuery } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';
import { type Row, TableFiles } from '../http/table-files.server.js';

const asked = inOrder(
  z.strictObject({ from: seq, to: seq, stream: repeatable, type: repeatable, institution: repeatable }),
);

const columns = columnsOf(factShape);

/** The facts of each part as rows: `data` and `metadata` are a cell of JSON each, as a history has them. */
async function* rowsOf(lines: AsyncIterable<string>): AsyncGenerator<readonly Row[], void, undefined> {
  for await (const part of lines)
    yield part
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
}

@Controller('v1/facts')
export class FactsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly longAnswers: LongAnswers,
    private readonly files: TableFiles,
  ) {}

  @Route('GET', '', {
    operationId: 'listFacts',
    summary: {
      en: 'Facts exactly as recorded, in the order of the log, one a line, or as a spreadsheet; each filter may be repeated',
      zh: '按日志顺序逐行给出原始事实，也可为表格文件；每个筛选条件可重复',
    },
    access: ['auditor'],
    query: asked,
    sendsItself: true,
    answers: {
      200: {
        description:
          'Lines of facts up to the head as it was when the request began, which Xudai-Basis-Seq names; a connection that breaks was not the end',
        schema: factShape,
        contentType: streamType,
        others: { [csvType]: z.string(), [workbookType]: z.string() },
        headers: {
          Vary: { description: '`Accept`: as lines, as CSV or as a workbook', required: true },
          'Content-Disposition': { description: 'Of a spreadsheet: the name of the file' },
          'Xudai-Basis-Seq': {
            description: 'Seq of the last fact when the request began',
            schema: { type: 'integer', format: 'int64', minimum: 0 },
            required: true,
          },
        },
      },
    },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CheckedQuery() { from = 1, to, stream, type, institution }: z.infer<typeof asked>,
  ): Promise<void> {
    const head = await this.queries.execute(new HeadSeqQuery());
    const factsAsked = {
      from,
      to: Math.min(to ?? head, head),
      ...(stream === undefined ? {} : { streams: stream }),
      ...(type === undefined ? {} : { types: type }),
      ...(institution === undefined ? {} : { institutions: institution }),
    };
    const lines = await this.queries.execute(new RecordedFactsQuery(factsAsked));
    const shownAs = accepts(request.headers.accept, [streamType, csvType, workbookType]);
    reply.header('vary', shownAs === streamType ? 'Accept' : 'Accept, Accept-Language');
    if (shownAs !== streamType) {
      const file = await this.files.open(request, reply, {
        type: shownAs,
        columns,
        seq: head,
        parts: rowsOf(lines),
      });
      if (file) reply.send(file);
      return;
    }
    await this.longAnswers.send(request, reply, {
      kind: 'downloads',
      type: `${streamType}; charset=utf-8`,
      headers: { 'xudai-basis-seq': String(head) },
      parts: () => lines,
    });
  }
}
