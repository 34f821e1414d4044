import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AnomaliesQuery, bounds, type ThresholdName, type Thresholds } from '#anomalies';
import { Clock, shanghaiDay } from '#calendar';
import { type AnomalyList, anomalyListShape, anomalySignal } from '#contract';
import type { Role } from '#facts';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { day, inOrder, paging, repeatable } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';

const whole = z
  .string()
  .regex(/^(0|[1-9]\d{0,2})$/, 'must be a whole number from 0 to 999')
  .transform(Number)
  .exactOptional()
  .meta({ query: { type: 'integer', minimum: 0, maximum: 999 } });

const principal = z
  .string()
  .regex(/^(0|[1-9]\d{0,5})\.\d{2}$/, 'must be yuan with two decimals')
  .exactOptional();

const share = z
  .string()
  .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, 'must be a share from 0 to 1 with up to four decimals')
  .exactOptional();

/** Thresholds that replace the contract's. Each belongs to one signal and has bounds. */
const thresholds = {
  renewals: whole,
  months: whole,
  days: whole,
  banks: whole,
  workingDays: whole,
  principal,
  share,
} satisfies Readonly<Record<ThresholdName, z.ZodType>>;

const anomaliesAsked = inOrder(
  z.strictObject({
    ...paging,
    signal: anomalySignal.exactOptional(),
    institution: repeatable,
    from: day,
    to: day,
    ...thresholds,
  }),
);

type AnomaliesAskedOf = z.infer<typeof anomaliesAsked>;

const wrong = (name: string, message: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', {
      detail: 'A query parameter is not understood.',
      errors: [{ pointer: `?${name}`, message }],
    }),
  );

/** A threshold in ten-thousandths, so that decimals compare as integers. */
const comparable = (value: string | number): number => Math.round(Number(value) * 10_000);

/** The given thresholds. @throws ProblemAnswer where the signal does not have one, or it is out of bounds */
const givenThresholds = (asked: AnomaliesAskedOf): Partial<Thresholds> => {
  const names = (Object.keys(thresholds) as readonly ThresholdName[]).filter(
    (name) => asked[name] !== undefined,
  );
  for (const name of names) {
    if (asked.signal === undefined) throw wrong(name, 'is of one signal, which has to be asked for');
    const range = (
      bounds[asked.signal] as { readonly [Name in ThresholdName]?: readonly (string | number)[] }
    )[name];
    if (!range) throw wrong(name, `is no threshold of ${asked.signal}`);
    const [least = 0, most = 0] = range;
    const value = comparable(asked[name] ?? 0);
    if (value < comparable(least) || value > comparable(most))
      throw wrong(name, `must be from ${least} to ${most} for ${asked.signal}`);
  }
  return Object.fromEntries(names.map((name) => [name, asked[name]]));
};

const book = ['anomalies'] as const;
const overseers: readonly Role[] = ['supervisor', 'auditor'];

@Controller('v1/anomalies')
export class AnomaliesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
    private readonly clock: Clock,
  ) {}

  @Route('GET', '', {
    operationId: 'listAnomalies',
    summary: {
      en: 'What may be suspicious, each with its facts; by one signal with thresholds, or by all',
      zh: '可疑信号及其所依据的事实；可按单个信号设阈值，或全部列出',
    },
    access: overseers,
    query: anomaliesAsked,
    awaits: true,
    answers: { 200: { description: 'A page of anomalies', schema: anomalyListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() asked: AnomaliesAskedOf,
  ): Promise<AnomalyList> {
    const thresholds = givenThresholds(asked);
    const { signal, institution, from, to, cursor, limit = 100 } = asked;
    const query = new AnomaliesQuery({
      ...(signal === undefined ? {} : { signal }),
      ...(institution === undefined ? {} : { institution }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(cursor === undefined ? {} : { cursor }),
      thresholds,
      limit,
      asOf: shanghaiDay(this.clock.now()),
    });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}
