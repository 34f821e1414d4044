import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import type { BusinessDate } from '#calendar';
import {
  type IndicatorList,
  indicatorListShape,
  type StatementAnswer,
  statementAnswerShape,
} from '#contract';
import { problem } from '#problem-details';
import { InstitutionQuery } from '#register-book';
import { IndicatorsQuery, StatementQuery } from '#reporting-book';
import { askedOfOwn, maySee } from '../http/callers.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { day, paging, repeatable } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';

const book = ['reporting-book'] as const;

const listed = z.strictObject({
  ...paging,
  institution: repeatable,
  indicator: repeatable,
  scope: repeatable,
  asAtFrom: day,
  asAtTo: day,
});

@Controller('v1/indicators')
export class IndicatorsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listIndicators',
    summary: {
      en: 'What institutions last reported of indicators as at each day, with filters; most may be repeated',
      zh: '各机构最近上报的指标数值，可筛选；多数条件可重复',
    },
    access: access.readers,
    query: listed,
    awaits: true,
    answers: { 200: { description: 'A page of indicators', schema: indicatorListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() asked: z.infer<typeof listed>,
  ): Promise<IndicatorList> {
    const query = new IndicatorsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}

const books = ['reporting-book', 'register-book'] as const;

const asked = z.strictObject({ institution: z.string().min(1).max(64).exactOptional() });

@Controller('v1/statements')
export class StatementsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', ':day', {
    operationId: 'getStatement',
    summary: {
      en: 'What was recorded for an institution on a day, and with that effective date, by type',
      zh: '某日为机构记录的、以及业务日期为该日的各类型笔数与金额',
    },
    path: { day: 'day' },
    access: access.readers,
    query: asked,
    awaits: true,
    answers: { 200: { description: 'The statement', schema: statementAnswerShape } },
  })
  async one(
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Param('day') on: BusinessDate,
    @CheckedQuery() { institution = caller.institution ?? undefined }: z.infer<typeof asked>,
  ): Promise<StatementAnswer> {
    if (institution === undefined)
      throw new ProblemAnswer(
        problem('invalid-request', { errors: [{ pointer: '?institution', message: 'must say whose' }] }),
      );
    return this.readSide.answer(request, books, async () => {
      const isKnown =
        maySee(caller, institution) && (await this.queries.execute(new InstitutionQuery(institution)));
      if (!isKnown) throw new ProblemAnswer(problem('not-found'));
      return this.queries.execute(new StatementQuery(institution, on));
    });
  }
}
