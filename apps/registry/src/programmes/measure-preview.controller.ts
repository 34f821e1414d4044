import { Controller, type OnModuleDestroy, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { z } from 'zod';
import { type MeasurePreviewAnswer, measurePreviewShape } from '#contract';
import { problem } from '#problem-details';
import { type MeasurePreviewBody, measurePreviewBody, ProposedMeasureQuery } from '#programmes';
import { previewOf } from '#targets';
import { ConcurrencyLimit } from '../http/rate-limit.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { axes, day, dimensions, inOrder } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, CheckedBody } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';
import { onNothingMore } from '../http/unread-answers.server.js';
import { definitionProblem } from './definition-problem.js';
import { answered, cutAsked } from './measure-figures.js';

const book = ['targets'] as const;

const asked = inOrder(
  z.strictObject({
    interval: z.enum(['day', 'week', 'month']).exactOptional(),
    ...axes,
    from: day,
    to: day,
    ...dimensions,
  }),
);

/** Few at once, since each reads the whole history. */
const atOnce = { inAll: 2, ofOneKey: 2 };
const longestMs = 600_000;
/** Seconds after which a preview under way may have ended. */
const retryLater = { 'retry-after': '30' };

const unavailable = (detail: string): ProblemAnswer =>
  new ProblemAnswer(problem('unavailable', { detail, retryable: true }), retryLater);

const tooLong = unavailable(
  'The history is too long to be counted for a preview. Defined, the measure is filled in while everything goes on.',
);

const left = unavailable('A preview ends when its client closes its side of the connection.');

/** The figures that a measure would have, before it is defined. */
@Controller('v1/measures')
export class MeasurePreviewController implements OnModuleDestroy {
  private readonly limit = new ConcurrencyLimit(atOnce);
  private readonly ending = new AbortController();

  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
    private readonly pool: pg.Pool,
  ) {}

  onModuleDestroy(): void {
    this.ending.abort(unavailable('The registry ends.'));
  }

  @Route('POST', 'preview', {
    operationId: 'previewMeasure',
    summary: {
      en: 'What a measure would show, counted over the whole history; nothing is recorded',
      zh: '试算指标：按全部历史计算，不作记录',
    },
    access: ['supervisor'],
    query: asked,
    body: { 'application/json': measurePreviewBody },
    awaits: true,
    answers: { 200: { description: 'The series, and what it comes to', schema: measurePreviewShape } },
  })
  async preview(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { interval = 'month', ...given }: z.infer<typeof asked>,
    @CheckedBody() body: MeasurePreviewBody,
  ): Promise<MeasurePreviewAnswer> {
    const proposed = await this.queries.execute(new ProposedMeasureQuery(body));
    if ('refusal' in proposed) throw definitionProblem(proposed.refusal);
    const refusal = this.limit.refusal(request.principal?.keyId ?? '');
    if (refusal !== undefined) throw unavailable(refusal);
    const lease = this.limit.take(request.principal?.keyId ?? '');
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.ending.signal]);
    const timer = setTimeout(() => gone.abort(tooLong), longestMs);
    const stop = onNothingMore(request.raw.socket, () => gone.abort(left));
    try {
      const { axes: onAxes, ...narrowed } = cutAsked(given);
      // Facts up to `knownAt` do not change any more, so no snapshot is held while they are counted.
      const { basis } = await this.readSide.figure(request, book, onAxes, () => Promise.resolve({}));
      const { effectiveAsOf, knownAt } = basis;
      const question = { data: proposed.data, interval, effectiveAsOf, knownAt, ...narrowed };
      const shown = answered(await previewOf(this.pool, { ...question, signal }), {
        parameter: 'interval',
        of: 'measure',
      });
      reply.status(200);
      return { basis, ...shown };
    } finally {
      clearTimeout(timer);
      stop();
      lease.release();
    }
  }
}
