import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ReplayAsked, ReplayQuery, StartReplayCommand } from '#audit';
import { type BusinessDate, Clock, shanghaiDay } from '#calendar';
import { type Replay, replayShape } from '#contract';
import { problem, refusalProblem } from '#problem-details';
import { businessDateText, optionalMember } from '#reports';
import { ProgrammeQuery } from '#targets';
import { awaitedBy } from '../http/request-headers.js';
import { KnownSeqs } from '../http/known-at.query.js';
import { LongAnswers } from '../http/long-answers.server.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { progressEvents } from '../http/progress-events.js';
import { knownAtMember, knownAtOfMember } from '../http/query-parameters.js';
import { CheckedBody } from '../http/request-checks.controller.js';
import { located, Route } from '../http/route.controller.js';
import { arbiter } from '../operations/registry-state.js';

/** Changes with the counts and with the status. */
const eventIdOf = ({ status, seq, factsRead }: Replay): string =>
  `${status.toLowerCase()}-${seq ?? 0}-${factsRead}`;

/** The projections that must have passed the cut, as for a figure. */
const cutProjections = ['targets', arbiter];

/** Seconds after which a waiting replay may have ended. */
const retryLater = { 'retry-after': '30' };

const replayBody = z
  .strictObject({
    programme: z.string().min(1).max(64),
    effectiveAsOf: optionalMember(businessDateText),
    knownAt: optionalMember(knownAtMember),
  })
  .meta({ id: 'ReplayBody' });

type ReplayBody = z.infer<typeof replayBody>;

@Controller('v1/replays')
export class ReplaysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
    private readonly longAnswers: LongAnswers,
    private readonly places: KnownSeqs,
  ) {}

  @Route('POST', '', {
    operationId: 'startReplay',
    summary: {
      en: 'Fold the log from nothing and hold the figures of a programme against what is shown',
      zh: '从头重放日志，并与所示的方案数字比对',
    },
    access: ['auditor'],
    body: { 'application/json': replayBody },
    answers: { 202: { description: 'It will be carried out', schema: replayShape, headers: located } },
    problems: [404, 429, 504],
  })
  async ask(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedBody() { programme, effectiveAsOf, knownAt }: ReplayBody,
  ): Promise<Replay> {
    const cut = await this.cutOf(request, effectiveAsOf ?? undefined, knownAt ?? undefined);
    if (!(await this.queries.execute(new ProgrammeQuery(programme, cut.knownAt ?? undefined))))
      throw new ProblemAnswer(
        problem('not-found', { errors: [{ pointer: '/programme', message: 'is not known' }] }),
      );
    const replay = await this.commands.execute(new StartReplayCommand({ programme, ...cut }));
    if (!replay)
      throw new ProblemAnswer(
        problem('too-many-requests', { detail: 'Too many replays wait to be carried out.' }),
        retryLater,
      );
    reply.status(202).header('location', `/v1/replays/${replay.id}`);
    return replay;
  }

  @Route('GET', ':id', {
    operationId: 'getReplay',
    summary: { en: 'How far a replay is, and what came of it', zh: '重放的进度与结果' },
    path: { id: 'uuid' },
    access: ['auditor'],
    answers: { 200: { description: 'The replay', schema: replayShape } },
  })
  one(@Param('id') id: string): Promise<Replay> {
    return this.found(id);
  }

  @Route('GET', ':id/progress', {
    operationId: 'followReplay',
    summary: {
      en: 'The replay as server-sent events, until it has ended',
      zh: '以服务器推送事件跟踪重放，直至结束',
    },
    path: { id: 'uuid' },
    access: ['auditor'],
    headers: progressEvents.requestHeaders,
    answers: progressEvents.answers('the replay'),
  })
  async progress(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<void> {
    await progressEvents.send(request, reply, this.longAnswers, {
      begun: await this.found(id),
      find: () => this.queries.execute(new ReplayQuery(id)),
      idOf: eventIdOf,
      isOver: ({ status }) => status !== 'RUNNING',
    });
  }

  /** The cut, with the defaults of a figure: the day of the last known fact, or today. */
  private async cutOf(
    request: FastifyRequest,
    effectiveAsOf: BusinessDate | undefined,
    asked: ReplayBody['knownAt'] | undefined,
  ): Promise<Pick<ReplayAsked, 'effectiveAsOf' | 'knownAt'>> {
    if (asked === undefined || asked === null)
      return { effectiveAsOf: effectiveAsOf ?? shanghaiDay(this.clock.now()), knownAt: null };
    const known = knownAtOfMember(asked);
    if ('instantMs' in known && known.instantMs > this.clock.now())
      throw new ProblemAnswer(
        refusalProblem([
          { pointer: '/knownAt', rule: 'SCH-R01', message: 'must not be an instant still to come' },
        ]),
      );
    const deadline = performance.now() + awaitedBy(request.headers).timeoutMs;
    const knownAt = await this.places.seqOf(cutProjections, known, deadline);
    const { basis } = await this.places.onceShown(cutProjections, deadline, () =>
      this.places.basis(cutProjections, knownAt, effectiveAsOf),
    );
    return { effectiveAsOf: basis.effectiveAsOf, knownAt };
  }

  private async found(id: string): Promise<Replay> {
    const replay = await this.queries.execute(new ReplayQuery(id));
    if (!replay) throw new ProblemAnswer(problem('not-found'));
    return replay;
  }
}
