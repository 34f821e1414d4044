import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { StrictJsonArray, StrictJsonElement } from '#canonical-json';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { type EventPage, eventPageShape, intakeAnswerShape, streamLineShape } from '#contract';
import { LogShortened } from '#event-log';
import type { InstitutionCode } from '#identifiers';
import { type Answered, EventOutcomeQuery, Intake } from '#intake';
import { problem, refusalProblem } from '#problem-details';
import { timeSlices } from '../http/time-slices.js';
import { batchType as batch, mostReports, streamType } from '../http/request-bounds.js';
import { ProblemAnswer, sendProblem } from '../http/problem-answer.js';
import { CheckedQuery, Caller, mediaTypeOf } from '../http/request-checks.controller.js';
import { located, Route } from '../http/route.controller.js';
import { otherTypesTaken } from '../http/request-headers.js';
import { LogHealth } from '../operations/registry-state.js';
import { attributeHeaders, batchBody, cloudEventOfHeaders, dataBody, singleBody } from './event-bodies.js';
import { ReportStreams } from './report-streams.log.js';
import {
  dryRunAnswer,
  isDryOutcome,
  lastPosition,
  problemOf,
  resultOf,
  statusOf,
  withinAnswer,
} from './outcome-answers.js';

const single = 'application/cloudevents+json';

export const askedDry = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .exactOptional()
    .meta({ query: { type: 'boolean', default: false }, description: 'Decides as if, and records nothing' }),
});

const institutionOf = (caller: Principal): InstitutionCode => {
  if (caller.institution === null) throw new ProblemAnswer(problem('forbidden'));
  return caller.institution;
};

@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly intake: Intake,
    private readonly queries: QueryBus,
    private readonly health: LogHealth,
    private readonly streams: ReportStreams,
  ) {}

  @Route('POST', '', {
    operationId: 'sendReports',
    summary: {
      en: 'Report one loan event, a batch of up to 1,000, or a stream of one a line',
      zh: '报送：单条贷款事件、最多 1,000 条的批次，或每行一条的流',
    },
    access: ['bank'],
    query: askedDry,
    headers: attributeHeaders,
    body: {
      [single]: singleBody,
      'application/json': dataBody,
      [batch]: batchBody(mostReports),
      [streamType]: singleBody,
    },
    intake: true,
    sendsItself: true,
    answers: {
      201: { description: 'Recorded', schema: intakeAnswerShape, headers: located },
      200: {
        description: 'Recorded before (the same outcome, `repeated`), a batch, a stream, or a dry run',
        schema: intakeAnswerShape,
        others: { [streamType]: streamLineShape },
        headers: { Location: { description: 'Path of a single report that was recorded before' } },
      },
    },
    problems: [409],
  })
  async report(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() { dryRun }: z.infer<typeof askedDry>,
  ): Promise<void> {
    if (mediaTypeOf(request) === streamType) {
      const from = { institution: institutionOf(caller), keyId: caller.keyId, inBulk: true };
      await this.streams.send(request, reply, from, dryRun === 'true');
      return;
    }
    const isDry = dryRun === 'true';
    const sender = { institution: institutionOf(caller), keyId: caller.keyId };
    if (mediaTypeOf(request) !== batch) {
      const report = this.singleOf(request);
      const sending = { ...sender, inBulk: false };
      const outcome = isDry
        ? (await this.outcomesOf(this.intake.dryRun([report], sending)))[0]
        : await this.intake.recordOne(report, sending);
      this.answerSingle(reply, outcome as Answered, isDry);
      return;
    }
    const reports = this.batchOf(request.body as StrictJsonArray);
    const sending = { ...sender, inBulk: reports.length > 1 };
    const decided = isDry ? this.intake.dryRun(reports, sending) : this.intake.record(reports, sending);
    await this.answerBatch(reply, await this.outcomesOf(decided), isDry);
  }

  @Route('GET', ':id', {
    operationId: 'getReportOutcome',
    summary: { en: "A bank's own recorded outcome", zh: '查询本行一条报告的记录结果' },
    path: { id: 'identifier' },
    access: ['bank'],
    query: z.strictObject({}),
    answers: { 200: { description: 'The outcome, with its place in the log', schema: eventPageShape } },
  })
  async outcome(@Caller() caller: Principal, @Param('id') id: string): Promise<EventPage> {
    const page = await this.queries.execute(new EventOutcomeQuery(institutionOf(caller), id));
    if (page) return page;
    // The report may be among facts that the log has lost: 404 would deny what was acknowledged.
    if ((await this.health.state()).shortage) throw new LogShortened();
    throw new ProblemAnswer(problem('not-found'));
  }

  private async outcomesOf(decided: AsyncIterable<readonly Answered[]>): Promise<readonly Answered[]> {
    const outcomes: Answered[] = [];
    for await (const known of decided) outcomes.push(...known);
    return outcomes;
  }

  private singleOf(request: FastifyRequest): StrictJsonElement {
    if (mediaTypeOf(request) === single) return { is: 'json', value: () => request.body };
    const event = cloudEventOfHeaders(request.raw.headersDistinct, request.body);
    if (!event) {
      const other = otherTypesTaken(
        'POST',
        [single, batch, streamType],
        ', and application/json with ce- headers',
      );
      throw new ProblemAnswer(other.problem, other.headers);
    }
    return { is: 'json', value: () => event };
  }

  private batchOf(body: StrictJsonArray): readonly StrictJsonElement[] {
    const notBatch = (message: string): ProblemAnswer =>
      new ProblemAnswer(refusalProblem([{ pointer: '', rule: 'SCH-R01', message }]));
    if (body.outcome === 'too-many')
      throw new ProblemAnswer(
        problem('too-large', {
          detail: `A batch has at most ${mostReports} reports.`,
          outcome: 'not-recorded',
        }),
      );
    if (body.outcome !== 'array') throw notBatch('must be an array of reports');
    if (body.elements.length === 0) throw notBatch('must hold at least one report');
    return body.elements;
  }

  private answerSingle(reply: FastifyReply, outcome: Answered, dryRun: boolean): void {
    if (dryRun && isDryOutcome(outcome)) {
      reply.status(200).send(dryRunAnswer(outcome));
      return;
    }
    if (outcome.outcome === 'recorded') {
      reply.status(statusOf(outcome)).header('location', `/v1/events/${outcome.id}`).send(outcome);
      return;
    }
    sendProblem(reply, problemOf(outcome));
  }

  /** Result by result, since the answer is as long as what was sent. */
  private async answerBatch(
    reply: FastifyReply,
    outcomes: readonly Answered[],
    dryRun: boolean,
  ): Promise<void> {
    const results: string[] = [];
    for (const [index, outcome] of withinAnswer(outcomes).entries()) {
      const pause = timeSlices.pause();
      if (pause) await pause;
      results.push(JSON.stringify(resultOf(outcome, index, dryRun)));
    }
    const position = JSON.stringify(dryRun ? null : lastPosition(outcomes));
    reply
      .status(200)
      .type('application/json; charset=utf-8')
      .send(`{"results":[${results.join()}],"position":${position}}`);
  }
}
