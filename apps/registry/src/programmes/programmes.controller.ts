import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  type ChangedProgramme,
  changedProgrammeShape,
  type ChangedTarget,
  changedTargetShape,
  type Programme,
  type ProgrammeAnswer,
  programmeAnswerShape,
  type ProgrammeList,
  programmeListShape,
  type ProgressAnswer,
  progressAnswerShape,
} from '#contract';
import type { ProgrammeCode, TargetCode } from '#identifiers';
import { problem } from '#problem-details';
import {
  DefineProgrammeCommand,
  programmeBody,
  type ProgrammeBody,
  SetTargetCommand,
  targetBody,
  type TargetBody,
} from '#programmes';
import { ProgrammeQuery, ProgrammesQuery, ProgressQuery } from '#targets';
import { cutGiven } from '../http/known-at.query.js';
import { allowedFilters } from '../http/callers.query.js';
import { NotFilledIn, ProblemAnswer } from '../http/problem-answer.js';
import { axes, dimensions, paging, version } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';
import { definitionProblem } from './definition-problem.js';
import { noSuchVersion } from './measure-figures.js';

const book = ['targets'] as const;
const pages = z.strictObject(paging);
const noQuery = z.strictObject({});
const progressAsked = z.strictObject({ ...axes, version, ...dimensions });

@Controller('v1/programmes')
export class ProgrammesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listProgrammes',
    summary: { en: 'Programmes of targets in force', zh: '现行的目标方案' },
    access: access.everyRole,
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of programmes', schema: programmeListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<ProgrammeList> {
    const query = new ProgrammesQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('GET', ':code', {
    operationId: 'getProgramme',
    summary: { en: 'One programme with its targets', zh: '一个方案及其目标' },
    path: { code: 'programme' },
    access: access.everyRole,
    query: noQuery,
    awaits: true,
    answers: { 200: { description: 'The programme', schema: programmeAnswerShape } },
  })
  one(@Req() request: FastifyRequest, @Param('code') code: ProgrammeCode): Promise<ProgrammeAnswer> {
    return this.readSide.answer(request, book, () => this.programme(code));
  }

  @Route('GET', ':code/progress', {
    operationId: 'getProgress',
    summary: { en: 'Where each target stands', zh: '各项目标的进度' },
    path: { code: 'programme' },
    access: access.everyRole,
    query: progressAsked,
    awaits: true,
    problems: [403],
    answers: { 200: { description: 'Progress by target', schema: progressAnswerShape } },
  })
  progress(
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Param('code') programme: ProgrammeCode,
    @CheckedQuery() { effectiveAsOf, knownAt, version: under, ...filters }: z.infer<typeof progressAsked>,
  ): Promise<ProgressAnswer> {
    const allowed = allowedFilters(caller, filters);
    const asked = cutGiven({ effectiveAsOf, knownAt });
    return this.readSide.figure(request, book, asked, async (cut, definitionsName) => {
      const ofVersion = under === undefined ? {} : { version: under };
      const progress = await this.queries.execute(
        new ProgressQuery({ programme, ...cut, ...ofVersion, filters: allowed }, definitionsName),
      );
      if (!progress)
        throw new ProblemAnswer(
          under === undefined
            ? problem('not-found')
            : noSuchVersion(`No target of such a programme has a version ${under}.`),
        );
      // An answer as known at a fact must never change, so it waits for back-fills that are not complete.
      const filledInTo = progress.targets.flatMap(({ backFill }) => backFill?.seq ?? []);
      if (knownAt !== undefined && filledInTo.length > 0) throw new NotFilledIn(Math.min(...filledInTo));
      return progress;
    });
  }

  @Route('PUT', ':code', {
    operationId: 'defineProgramme',
    summary: { en: 'Define a programme, or make its next version', zh: '定义方案，或形成其下一版本' },
    path: { code: 'newProgramme' },
    access: ['supervisor'],
    body: { 'application/json': programmeBody },
    answers: {
      201: { description: 'The next version', schema: changedProgrammeShape, headers: located },
      200: { description: 'It stands like this already', schema: changedProgrammeShape },
    },
  })
  async define(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: ProgrammeCode,
    @CheckedBody() body: ProgrammeBody,
  ): Promise<ChangedProgramme> {
    const change = await this.commands.execute(new DefineProgrammeCommand(code, body, authorOf(caller)));
    if (change.outcome === 'refused') throw definitionProblem(change.refusal);
    return this.readSide.changed(reply, book, change, {
      location: `/v1/programmes/${code}`,
      read: (seq) => this.queries.execute(new ProgrammeQuery(code, seq)),
    });
  }

  @Route('PUT', ':code/targets/:target', {
    operationId: 'setTarget',
    summary: { en: 'Set a target, or make its next version', zh: '设定目标，或形成其下一版本' },
    path: { code: 'newProgramme', target: 'newTarget' },
    access: ['supervisor'],
    body: { 'application/json': targetBody },
    answers: {
      201: { description: 'The next version', schema: changedTargetShape, headers: located },
      200: { description: 'It stands like this already', schema: changedTargetShape },
    },
  })
  async setTarget(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: ProgrammeCode,
    @Param('target') target: TargetCode,
    @CheckedBody() body: TargetBody,
  ): Promise<ChangedTarget> {
    const change = await this.commands.execute(new SetTargetCommand(code, target, body, authorOf(caller)));
    if (change.outcome === 'refused') throw definitionProblem(change.refusal);
    return this.readSide.changed(reply, book, change, {
      location: `/v1/programmes/${code}`,
      read: async (seq) => {
        const programme = await this.queries.execute(new ProgrammeQuery(code, seq));
        return programme?.targets.find((each) => each.code === target) ?? null;
      },
    });
  }

  private async programme(code: string): Promise<Programme> {
    const programme = await this.queries.execute(new ProgrammeQuery(code));
    if (!programme) throw new ProblemAnswer(problem('not-found'));
    return programme;
  }
}
