import { Controller, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  type CheckList,
  checkListShape,
  type Health,
  healthShape,
  type ParkedFactList,
  parkedFactListShape,
  projectionName,
  type ReadinessAnswer,
  readinessAnswerShape,
  type Rebuild,
  type RebuildList,
  rebuildListShape,
  rebuildShape,
  type Stores,
  storesShape,
} from '#contract';
import { problem } from '#problem-details';
import { AskForRebuildCommand, ChecksQuery, ParkedFactsQuery, RebuildsQuery } from '#projections';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';
import { Readiness } from './readiness.query.js';
import { projections, storesOf } from './registry-state.js';

@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Route('GET', 'healthz', {
    operationId: 'getHealth',
    summary: { en: 'The process lives; answered from memory', zh: '进程存活；由内存直接应答' },
    access: 'public',
    answers: { 200: { description: 'It lives', schema: healthShape } },
  })
  healthz(): Health {
    return { status: 'ok' };
  }

  @Route('GET', 'readyz', {
    operationId: 'getReadiness',
    summary: { en: 'The registry can record and show', zh: '系统能否记录与查询' },
    access: 'public',
    answers: { 200: { description: 'It is ready', schema: readinessAnswerShape } },
  })
  async readyz(): Promise<ReadinessAnswer> {
    const { reasons, warnings } = await this.readiness.sentences();
    if (reasons.length > 0) throw new ProblemAnswer(problem('unavailable', { detail: reasons.join(' ') }));
    return { status: 'ready', ...(warnings.length > 0 ? { warnings } : {}) };
  }
}

@Controller('v1/operations/stores')
export class StoresController {
  constructor(private readonly readiness: Readiness) {}

  @Route('GET', '', {
    operationId: 'getStores',
    summary: {
      en: 'Which engine keeps the log, and whether it and the database answer',
      zh: '日志由哪种引擎保存，引擎与数据库是否响应',
    },
    access: ['admin'],
    query: z.strictObject({}),
    answers: { 200: { description: 'As they answered within the last seconds', schema: storesShape } },
  })
  async read(): Promise<Stores> {
    return storesOf(await this.readiness.state());
  }
}

@Controller('v1/operations/checks')
export class ChecksController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listChecks',
    summary: {
      en: 'The last check of each projection against an independent derivation',
      zh: '各投影最近一次独立推导核对的结果',
    },
    access: ['admin'],
    query: z.strictObject({}),
    awaits: true,
    answers: { 200: { description: 'One for each projection that was checked', schema: checkListShape } },
  })
  list(@Req() request: FastifyRequest): Promise<CheckList> {
    return this.readSide.answer(request, projections, async () => ({
      items: await this.queries.execute(new ChecksQuery()),
      next: null,
    }));
  }
}

const pages = z.strictObject(paging);

const rebuildBody = z.strictObject({ projection: projectionName }).meta({ id: 'RebuildBody' });

@Controller('v1/operations/rebuilds')
export class RebuildsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listRebuilds',
    summary: {
      en: 'Projections that are or were built anew beside the live ones, the last ones first',
      zh: '与现行投影并行重建的投影，最近的在前',
    },
    access: ['admin'],
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of rebuilds', schema: rebuildListShape } },
  })
  list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<RebuildList> {
    const query = new RebuildsQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, projections, () => this.queries.execute(query));
  }

  @Route('POST', '', {
    operationId: 'startRebuild',
    summary: {
      en: 'Build a projection anew beside the live one, compare both, and switch',
      zh: '并行重建一个投影，比对后切换',
    },
    access: ['admin'],
    body: { 'application/json': rebuildBody },
    answers: { 202: { description: 'It will be carried out', schema: rebuildShape } },
    problems: [409],
  })
  async start(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedBody() { projection }: z.infer<typeof rebuildBody>,
  ): Promise<Rebuild> {
    const asked = new AskForRebuildCommand(projection, authorOf(caller).actor);
    const rebuild = await this.commands.execute(asked);
    if (!rebuild)
      throw new ProblemAnswer(
        problem('conflict', { detail: `A rebuild of ${projection} is under way already.` }),
      );
    reply.status(202);
    return rebuild;
  }
}

/** Parked facts. A rebuild by a version that can apply them releases them. */
@Controller('v1/operations/parked')
export class ParkedController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listParkedFacts',
    summary: {
      en: 'Facts that a projection could not apply, and those of the same subject that wait behind them',
      zh: '投影无法应用的事实，以及排在其后的同一对象的事实',
    },
    access: ['admin'],
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of parked facts', schema: parkedFactListShape } },
  })
  list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<ParkedFactList> {
    const query = new ParkedFactsQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, projections, () => this.queries.execute(query));
  }
}
