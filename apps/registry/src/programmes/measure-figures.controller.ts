import { Controller, Param, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type BreakdownAnswer,
  breakdownAnswerShape,
  cellDimension,
  type SeriesAnswer,
  seriesAnswerShape,
} from '#contract';
import { BreakdownQuery, SeriesQuery } from '#targets';
import { axes, day, dimensions } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.js';
import { Asked } from '../http/request-checks.js';
import { access, Route } from '../http/route.js';
import { answered, cutAsked } from './measure-figures.js';

const book = ['targets'] as const;

/** On both axes, between two effective days, narrowed by dimensions. */
const cuts = { ...axes, from: day, to: day, ...dimensions };
const seriesAsked = z.strictObject({ interval: z.enum(['day', 'week', 'month']), ...cuts });

/** One dimension or two, `a` or `a,b`. */
const by = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(cellDimension).min(1).max(2))
  .refine(([one, two]) => one !== two, 'must be one dimension, or two that differ')
  .meta({ query: { type: 'string', pattern: '^[A-Za-z]+(,[A-Za-z]+)?$' } });
const breakdownAsked = z.strictObject({ by, ...cuts });

/** What a measure comes to by itself: how it came about, what it is made up of. */
@Controller('v1/measures')
export class MeasureFiguresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', ':code/series', {
    operationId: 'getSeries',
    summary: 'A measure by day, ISO week or month: what came in each, and what it came to by its end',
    path: { code: 'identifier' },
    access: access.readers,
    ownInstitution: true,
    query: seriesAsked,
    awaits: true,
    answers: { 200: { description: 'The series', schema: seriesAnswerShape } },
  })
  series(
    @Req() request: FastifyRequest,
    @Param('code') code: string,
    @Asked() { interval, ...asked }: z.infer<typeof seriesAsked>,
  ): Promise<SeriesAnswer> {
    const { axes: onAxes, ...narrowed } = cutAsked(asked);
    return this.readSide.figure(request, book, onAxes, async ({ effectiveAsOf, knownAt }) =>
      answered(
        await this.queries.execute(new SeriesQuery({ code, interval, effectiveAsOf, knownAt, ...narrowed })),
        'interval',
      ),
    );
  }

  @Route('GET', ':code/breakdown', {
    operationId: 'getBreakdown',
    summary: 'A measure by one dimension or two: what each cell comes to, and its share',
    path: { code: 'identifier' },
    access: access.readers,
    ownInstitution: true,
    query: breakdownAsked,
    awaits: true,
    answers: { 200: { description: 'The cells, in order of their keys', schema: breakdownAnswerShape } },
  })
  breakdown(
    @Req() request: FastifyRequest,
    @Param('code') code: string,
    @Asked() { by: cutBy, ...asked }: z.infer<typeof breakdownAsked>,
  ): Promise<BreakdownAnswer> {
    const { axes: onAxes, ...narrowed } = cutAsked(asked);
    return this.readSide.figure(request, book, onAxes, async ({ effectiveAsOf, knownAt }) =>
      answered(
        await this.queries.execute(
          new BreakdownQuery({ code, by: cutBy, effectiveAsOf, knownAt, ...narrowed }),
        ),
        'by',
      ),
    );
  }
}
