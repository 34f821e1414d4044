import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type BreakdownAnswer,
  breakdownAnswerShape,
  cellDimension,
  type MeasureFactList,
  measureFactListShape,
  type SeriesAnswer,
  seriesAnswerShape,
} from '#contract';
import { BreakdownQuery, MeasureFactsQuery, SeriesQuery } from '#targets';
import type { MeasureCode } from '#identifiers';
import { axes, day, dimensions, inOrder, months, paging, version } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';
import { sendList } from '../http/answer-headers.js';
import { answered, cutAsked } from './measure-figures.js';

const book = ['targets'] as const;

/** Both time axes, a span of effective days, filters by dimension, and a version of the definition. */
const cuts = { ...axes, version, from: day, to: day, ...dimensions };
const seriesAsked = inOrder(z.strictObject({ interval: z.enum(['day', 'week', 'month']), ...cuts }));

/** One dimension or two, `a` or `a,b`. */
const cellsBy = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(cellDimension).min(1).max(2))
  .refine(([one, two]) => one !== two, 'must be one dimension, or two that differ');
const asText = { query: { type: 'string', pattern: '^[A-Za-z]+(,[A-Za-z]+)?$' } } as const;
const breakdownAsked = inOrder(z.strictObject({ by: cellsBy.meta(asText), ...cuts }));
const factsAsked = inOrder(
  z.strictObject({ ...paging, month: months, by: cellsBy.exactOptional().meta(asText), ...cuts }),
);

/** Figures of a measure without a target: its series, breakdown and contributions. */
@Controller('v1/measures')
export class MeasureFiguresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', ':code/series', {
    operationId: 'getSeries',
    summary: {
      en: 'A measure by day, ISO week or month: what came in each, and what it came to by its end',
      zh: '指标按日、ISO 周或月的序列：每期发生额与期末累计',
    },
    path: { code: 'measure' },
    access: access.readers,
    ownInstitution: true,
    query: seriesAsked,
    awaits: true,
    answers: { 200: { description: 'The series', schema: seriesAnswerShape } },
  })
  series(
    @Req() request: FastifyRequest,
    @Param('code') code: MeasureCode,
    @CheckedQuery() { interval, ...asked }: z.infer<typeof seriesAsked>,
  ): Promise<SeriesAnswer> {
    const { axes: onAxes, ...narrowed } = cutAsked(asked);
    return this.readSide.figure(request, book, onAxes, async ({ effectiveAsOf, knownAt }) =>
      answered(
        await this.queries.execute(new SeriesQuery({ code, interval, effectiveAsOf, knownAt, ...narrowed })),
        { parameter: 'interval', of: 'measure' },
      ),
    );
  }

  @Route('GET', ':code/breakdown', {
    operationId: 'getBreakdown',
    summary: {
      en: 'A measure by one dimension or two: what each cell comes to, and its share',
      zh: '指标按一个或两个维度的分项：各单元格的数量与占比',
    },
    path: { code: 'measure' },
    access: access.readers,
    ownInstitution: true,
    query: breakdownAsked,
    awaits: true,
    answers: { 200: { description: 'The cells, in order of their keys', schema: breakdownAnswerShape } },
  })
  breakdown(
    @Req() request: FastifyRequest,
    @Param('code') code: MeasureCode,
    @CheckedQuery() { by: cutBy, ...asked }: z.infer<typeof breakdownAsked>,
  ): Promise<BreakdownAnswer> {
    const { axes: onAxes, ...narrowed } = cutAsked(asked);
    return this.readSide.figure(request, book, onAxes, async ({ effectiveAsOf, knownAt }) =>
      answered(
        await this.queries.execute(
          new BreakdownQuery({ code, by: cutBy, effectiveAsOf, knownAt, ...narrowed }),
        ),
        { parameter: 'by', of: 'measure' },
      ),
    );
  }

  @Route('GET', ':code/facts', {
    operationId: 'listMeasureFacts',
    summary: {
      en: 'The facts that make up a figure or a cell of it, with what each contributes',
      zh: '构成某个数字或单元格的事实，及每条的贡献',
    },
    path: { code: 'measure' },
    access: access.readers,
    ownInstitution: true,
    query: factsAsked,
    awaits: true,
    answers: {
      200: { description: 'A page of them, in the order of the log', schema: measureFactListShape },
    },
  })
  async facts(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('code') code: MeasureCode,
    @CheckedQuery() { limit = 100, cursor, month, by: cutBy, ...asked }: z.infer<typeof factsAsked>,
  ): Promise<MeasureFactList> {
    const { axes: onAxes, ...narrowed } = cutAsked(asked);
    const page = await this.readSide.figure(request, book, onAxes, async ({ effectiveAsOf, knownAt }) =>
      answered(
        await this.queries.execute(
          new MeasureFactsQuery({
            code,
            effectiveAsOf,
            knownAt,
            ...narrowed,
            ...(month === undefined ? {} : { months: month }),
            ...(cutBy === undefined ? {} : { by: cutBy }),
            limit,
            ...(cursor === undefined ? {} : { cursor }),
          }),
        ),
        { parameter: 'limit', of: 'measure' },
      ),
    );
    return sendList(request, reply, page);
  }
}
