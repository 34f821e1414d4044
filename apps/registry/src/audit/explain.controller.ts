import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ExplanationAnswer, explanationShape } from '#contract';
import { isIdentifier } from '#identifiers';
import { problem } from '#problem-details';
import { ExplainQuery, type TwoCuts } from '#targets';
import { cutGiven } from '../http/known-at.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { axes, inOrder, paging, seq, version } from '../http/query-parameters.js';
import { answered } from '../programmes/measure-figures.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';
import { sendList } from '../http/answer-headers.js';

const code = z.string().max(64).refine(isIdentifier, 'must be a code');
const asked = inOrder(
  z.strictObject({
    programme: code,
    target: code,
    version,
    ...axes,
    from: seq,
    to: seq,
    ...paging,
  }),
);

const wrong = (name: 'from' | 'to', message: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', {
      detail: 'A query parameter is not understood.',
      errors: [{ pointer: `?${name}`, message }],
    }),
  );

/** The two seqs to compare, none later than `knownAt`, which is the default of `to`; null without `from`. */
const twoCuts = (from: number | undefined, to: number | undefined, knownAt: number): TwoCuts | null => {
  if (from === undefined) {
    if (to !== undefined) throw wrong('from', 'must be given where to is');
    return null;
  }
  if ((to ?? knownAt) > knownAt) throw wrong('to', 'must be no later than what is known');
  if (from > knownAt) throw wrong('from', 'must be no later than what is known');
  return { from, to: to ?? knownAt };
};

@Controller('v1/explain')
export class ExplainController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'explainTarget',
    summary: {
      en: 'Since which fact a target is achieved, and what moved it between two facts',
      zh: '目标自哪条事实起达成，以及两条事实之间由何变动',
    },
    access: ['supervisor', 'auditor'],
    query: asked,
    awaits: true,
    problems: [404],
    answers: { 200: { description: 'The target, and a page of what moved it', schema: explanationShape } },
  })
  async explain(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery()
    {
      programme,
      target,
      version: under,
      effectiveAsOf: day,
      knownAt: known,
      from,
      to,
      limit = 100,
      cursor,
    }: z.infer<typeof asked>,
  ): Promise<ExplanationAnswer> {
    const cut = cutGiven({ effectiveAsOf: day, knownAt: known });
    const answer = await this.readSide.figure(
      request,
      ['targets'],
      cut,
      async ({ effectiveAsOf, knownAt }) => {
        const ofVersion = under === undefined ? {} : { version: under };
        const question = { programme, target, ...ofVersion, effectiveAsOf, knownAt, limit };
        const between = twoCuts(from, to, knownAt);
        return answered(
          await this.queries.execute(
            new ExplainQuery({ ...question, between, ...(cursor === undefined ? {} : { cursor }) }),
          ),
          { parameter: 'limit', of: 'target' },
        );
      },
    );
    return sendList(request, reply, answer);
  }
}
