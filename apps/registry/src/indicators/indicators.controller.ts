import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { type IndicatorList, indicatorListShape } from '#contract';
import { IndicatorsQuery } from '#reporting-book';
import { askedOfOwn } from '../http/own-things.js';
import { day, paging, repeatable } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { Asked, Caller } from '../http/request-checks.controller.js';
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
    summary:
      'What institutions last reported of indicators as at each day, with filters; most may be repeated',
    access: access.readers,
    query: listed,
    awaits: true,
    answers: { 200: { description: 'A page of indicators', schema: indicatorListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Asked() asked: z.infer<typeof listed>,
  ): Promise<IndicatorList> {
    const query = new IndicatorsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}
