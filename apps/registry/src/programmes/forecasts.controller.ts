import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ForecastList, forecastListShape } from '#contract';
import type { ProgrammeCode } from '#identifiers';
import { problem } from '#problem-details';
import { ForecastsQuery } from '#targets';
import { cutGiven } from '../http/known-at.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { axes, paging, repeatable } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';
import { sendList } from '../http/answer-headers.js';

const book = ['targets'] as const;
const forecastsAsked = z.strictObject({ ...axes, ...paging, target: repeatable });

@Controller('v1/programmes')
export class ForecastsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', ':code/forecasts', {
    operationId: 'listForecasts',
    summary: {
      en: 'What was expected of the targets on which day, newest first, and what came of it',
      zh: '各日对目标的预测，最新在前，及事后结果',
    },
    path: { code: 'programme' },
    access: access.everyRole,
    query: forecastsAsked,
    awaits: true,
    answers: { 200: { description: 'A page of forecasts', schema: forecastListShape } },
  })
  async forecasts(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('code') programme: ProgrammeCode,
    @CheckedQuery() { effectiveAsOf, knownAt, target, limit = 100, cursor }: z.infer<typeof forecastsAsked>,
  ): Promise<ForecastList> {
    const asked = cutGiven({ effectiveAsOf, knownAt });
    const page = await this.readSide.figure(request, book, asked, async (cut) => {
      const forecasts = await this.queries.execute(
        new ForecastsQuery({
          programme,
          ...cut,
          ...(target === undefined ? {} : { target }),
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      if (!forecasts) throw new ProblemAnswer(problem('not-found'));
      return forecasts;
    });
    return sendList(request, reply, page);
  }
}
