import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HeadSeqQuery, RecordedFactsQuery } from '#audit';
import { factShape } from '#contract';
import { LongAnswers } from '../http/long-answers.server.js';
import { inOrder, repeatable, seq } from '../http/query-parameters.js';
import { CheckedQuery } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';

const asked = inOrder(
  z.strictObject({ from: seq, to: seq, stream: repeatable, type: repeatable, institution: repeatable }),
);

@Controller('v1/facts')
export class FactsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly longAnswers: LongAnswers,
  ) {}

  @Route('GET', '', {
    operationId: 'listFacts',
    summary: {
      en: 'Facts exactly as recorded, in the order of the log, one a line; each filter may be repeated',
      zh: '按日志顺序逐行给出原始事实；每个筛选条件可重复',
    },
    access: ['auditor'],
    query: asked,
    sendsItself: true,
    answers: {
      200: {
        description:
          'Lines of facts up to the head as it was when the request began, which Xudai-Basis-Seq names; a connection that breaks was not the end',
        schema: factShape,
        contentType: 'application/x-ndjson',
        headers: {
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
    await this.longAnswers.send(request, reply, {
      kind: 'downloads',
      type: 'application/x-ndjson; charset=utf-8',
      headers: { 'xudai-basis-seq': String(head) },
      parts: () => lines,
    });
  }
}
