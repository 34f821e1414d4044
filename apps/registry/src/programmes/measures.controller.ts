import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  type ChangedMeasure,
  changedMeasureShape,
  type MeasureAnswer,
  measureAnswerShape,
  type MeasureList,
  measureListShape,
} from '#contract';
import type { MeasureCode } from '#identifiers';
import { problem } from '#problem-details';
import { DefineMeasureCommand, measureBody, type MeasureBody } from '#programmes';
import { MeasureQuery, MeasuresQuery } from '#targets';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging, version } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';
import { definitionProblem } from './definition-problem.js';
import { noSuchVersion } from './measure-figures.js';

const book = ['targets'] as const;
const pages = z.strictObject(paging);
const oneAsked = z.strictObject({ version });

@Controller('v1/measures')
export class MeasuresController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listMeasures',
    summary: { en: 'Measures in force', zh: '现行的指标' },
    access: access.everyRole,
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of measures', schema: measureListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<MeasureList> {
    const query = new MeasuresQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('GET', ':code', {
    operationId: 'getMeasure',
    summary: { en: 'One measure', zh: '一个指标' },
    path: { code: 'measure' },
    access: access.everyRole,
    query: oneAsked,
    awaits: true,
    answers: { 200: { description: 'The measure', schema: measureAnswerShape } },
  })
  one(
    @Req() request: FastifyRequest,
    @Param('code') code: MeasureCode,
    @CheckedQuery() asked: z.infer<typeof oneAsked>,
  ): Promise<MeasureAnswer> {
    return this.readSide.answer(request, book, async () => {
      const measure = await this.queries.execute(new MeasureQuery(code, asked));
      if (!measure)
        throw new ProblemAnswer(
          asked.version === undefined
            ? problem('not-found')
            : noSuchVersion(`The measure has no version ${asked.version}.`),
        );
      return measure;
    });
  }

  @Route('PUT', ':code', {
    operationId: 'defineMeasure',
    summary: { en: 'Define a measure, or make its next version', zh: '定义指标，或形成其下一版本' },
    path: { code: 'newMeasure' },
    access: ['supervisor'],
    body: { 'application/json': measureBody },
    answers: {
      201: { description: 'The next version', schema: changedMeasureShape, headers: located },
      200: { description: 'It stands like this already', schema: changedMeasureShape },
    },
  })
  async define(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: MeasureCode,
    @CheckedBody() body: MeasureBody,
  ): Promise<ChangedMeasure> {
    const change = await this.commands.execute(new DefineMeasureCommand(code, body, authorOf(caller)));
    if (change.outcome === 'refused') throw definitionProblem(change.refusal);
    return this.readSide.changed(reply, book, change, {
      location: `/v1/measures/${code}`,
      read: (seq) => this.queries.execute(new MeasureQuery(code, { asOf: seq })),
    });
  }
}
