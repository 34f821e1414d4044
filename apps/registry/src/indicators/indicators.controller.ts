import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { IndicatorsQuery } from '#reporting-book';
import { day as dayOfAnswer, listOf } from '../http/answer-shapes.js';
import { askedOfOwn } from '../http/own-things.js';
import { day, paging, repeatable } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.js';
import { Asked, Caller } from '../http/request-checks.js';
import { access, Route } from '../http/route.js';

const book = ['reporting-book'] as const;

const listed = z.strictObject({
  ...paging,
  institution: repeatable,
  indicator: repeatable,
  scope: repeatable,
  asAtFrom: day,
  asAtTo: day,
});

const indicatorShape = z
  .strictObject({
    institution: z.string(),
    indicator: z.string(),
    scope: z.string().nullable(),
    asAt: dayOfAnswer,
    value: z.string(),
    unit: z.enum(['CNY', 'COUNT']),
    effectiveDate: dayOfAnswer,
    seq: z.int(),
  })
  .meta({ id: 'Indicator' });

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
    answers: { 200: { description: 'A page of indicators', schema: listOf(indicatorShape) } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Asked() asked: z.infer<typeof listed>,
  ): Promise<object> {
    const query = new IndicatorsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}
