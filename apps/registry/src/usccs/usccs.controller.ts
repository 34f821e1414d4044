import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { type ChangedUscc, changedUsccShape, type UsccList, usccListShape } from '#contract';
import { problem } from '#problem-details';
import { UsccQuery, UsccsQuery } from '#register-book';
import { AcceptUsccCommand, usccBody } from '#usccs';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';

const book = ['register-book'] as const;
const pages = z.strictObject(paging);

@Controller('v1/usccs')
export class UsccsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listUsccs',
    summary: {
      en: 'USCCs that are lawful although their check character fails',
      zh: '校验位不符但合法的统一社会信用代码',
    },
    access: access.everyRole,
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of USCCs', schema: usccListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<UsccList> {
    const query = new UsccsQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('PUT', ':uscc', {
    operationId: 'acceptUscc',
    summary: {
      en: 'Accept a USCC as lawful although its check character fails; it stays so',
      zh: '认可校验位不符的统一社会信用代码；认可后不再改变',
    },
    access: ['supervisor'],
    path: { uscc: 'uscc' },
    body: { 'application/json': usccBody },
    answers: {
      201: { description: 'Accepted, or for another reason', schema: changedUsccShape, headers: located },
      200: {
        description: 'Accepted like this already, or its check character is right; nothing was recorded',
        schema: changedUsccShape,
      },
    },
  })
  async accept(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('uscc') code: string,
    @CheckedBody() { reason }: z.infer<typeof usccBody>,
  ): Promise<ChangedUscc> {
    const change = await this.commands.execute(new AcceptUsccCommand(code, reason, authorOf(caller)));
    if (change.outcome === 'refused')
      throw new ProblemAnswer(problem('invalid-request', { detail: 'This has not the form of a USCC.' }));
    // A code with a correct check character needs no fact, so there is no position to wait for.
    if (change.position === null)
      return this.readSide.answer(request, book, async () => ({
        code,
        reason: null,
        seq: null,
        position: null,
      }));
    return this.readSide.changed(reply, book, change, {
      location: `/v1/usccs/${code}`,
      read: (seq) => this.queries.execute(new UsccQuery(code, seq)),
    });
  }
}
