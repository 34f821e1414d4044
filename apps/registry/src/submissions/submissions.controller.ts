import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { receiptShape, type Submission, submissionRefusalShape, submissionShape } from '#contract';
import { Headroom } from '#headroom';
import { problem } from '#problem-details';
import { fullType } from '#reports';
import {
  csvTemplate,
  csvTypes,
  refusalsAsCsv,
  refusalsAsLines,
  SubmissionRefusals,
  Submissions,
} from '#submissions';
import { accepts } from '../http/request-headers.js';
import { LongAnswers } from '../http/long-answers.server.js';
import { maySee } from '../http/callers.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { progressEvents } from '../http/progress-events.js';
import { csvType, streamType } from '../http/request-bounds.js';
import { CheckedQuery, Caller, mediaTypeOf } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';
import { singleBody } from '../events/event-bodies.js';
import { askedDry } from '../events/events.controller.js';
import { declaredType, fileHeaders, mostBytesOfFile, noReceipt, noTemplate } from './declared-file.js';
import { SubmissionUpload } from './submission-upload.log.js';

const isOver = ({ status }: Submission): boolean => status === 'COMPLETED' || status === 'FAILED';

/** Changes with the counts and with the state. */
const eventIdOf = ({ status, read, waitsFor }: Submission): string =>
  `${status.toLowerCase()}-${read}-${waitsFor ?? ''}`;

@Controller('v1/submissions')
export class SubmissionsController {
  constructor(
    private readonly upload: SubmissionUpload,
    private readonly submissions: Submissions,
    private readonly refusals: SubmissionRefusals,
    private readonly longAnswers: LongAnswers,
    private readonly headroom: Headroom,
  ) {}

  @Route('POST', '', {
    operationId: 'submitReports',
    summary: { en: 'A file of reports, decided in the background', zh: '提交报告文件，在后台处理' },
    access: ['bank'],
    query: askedDry,
    headers: fileHeaders,
    body: { [streamType]: singleBody, [csvType]: z.string() },
    mostBytes: mostBytesOfFile,
    intake: true,
    answers: {
      201: { description: 'Received', schema: submissionShape, headers: located },
      200: {
        description: 'The same file was received before: the first submission',
        schema: submissionShape,
        headers: located,
      },
    },
    problems: [429],
  })
  async submit(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() { institution, keyId }: Principal,
    @CheckedQuery() { dryRun }: z.infer<typeof askedDry>,
  ): Promise<Submission> {
    if (institution === null) throw new ProblemAnswer(problem('forbidden'));
    const isCsv = mediaTypeOf(request) === csvType;
    const type = isCsv ? { type: declaredType(request.headers) } : {};
    const sent = { institution, keyId, isDry: dryRun === 'true', ...type };
    const settled = await this.upload.receive(request, reply, sent);
    // The sender is gone, and nobody reads this answer.
    if (!settled) throw new ProblemAnswer(problem('timeout', { outcome: 'not-recorded' }));
    const { submission, isNew } = settled;
    reply.status(isNew ? 201 : 200).header('location', `/v1/submissions/${submission.id}`);
    return this.shown(submission);
  }

  @Route('GET', 'templates/:template', {
    operationId: 'getTemplate',
    summary: { en: 'Columns of a CSV file of a type, with an example', zh: '某类型 CSV 的列名与示例' },
    path: { template: 'template' },
    access: access.readers,
    answers: { 200: { description: 'A file that opens in a spreadsheet', contentType: csvType } },
    sendsItself: true,
  })
  template(@Res() reply: FastifyReply, @Param('template') name: string): void {
    const type = csvTypes.find((each) => `${fullType(each)}.csv` === name);
    if (!type) throw new ProblemAnswer(problem('not-found', { detail: noTemplate(name) }));
    reply.status(200).type(`${csvType}; charset=utf-8`).send(csvTemplate(type));
  }

  @Route('GET', ':id', {
    operationId: 'getSubmission',
    summary: { en: 'How far a file is decided, and what came of it', zh: '文件处理到何处，结果如何' },
    path: { id: 'uuid' },
    access: access.readers,
    answers: { 200: { description: 'The submission', schema: submissionShape } },
  })
  one(@Caller() caller: Principal, @Param('id') id: string): Promise<Submission> {
    return this.found(caller, id);
  }

  @Route('GET', ':id/progress', {
    operationId: 'followSubmission',
    summary: { en: 'The same as server-sent events, until it is decided', zh: '以推送事件跟踪，直至完成' },
    path: { id: 'uuid' },
    access: access.readers,
    headers: progressEvents.requestHeaders,
    answers: progressEvents.answers('the submission'),
    sendsItself: true,
  })
  async progress(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('id') id: string,
  ): Promise<void> {
    await progressEvents.send(request, reply, this.longAnswers, {
      begun: await this.found(caller, id),
      find: async () => this.shown(await this.submissions.find(id)),
      idOf: eventIdOf,
      isOver,
    });
  }

  @Route('GET', ':id/refusals', {
    operationId: 'listSubmissionRefusals',
    summary: { en: 'What is wrong with a file, line by line, as NDJSON or CSV', zh: '文件各行的错误' },
    path: { id: 'uuid' },
    access: access.readers,
    sendsItself: true,
    answers: {
      200: {
        description: 'One line for each fault that was found so far',
        schema: submissionRefusalShape,
        contentType: streamType,
        others: { 'text/csv': z.string() },
      },
    },
  })
  async faults(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('id') id: string,
  ): Promise<void> {
    await this.found(caller, id);
    const pages = this.refusals.pages(id);
    const isCsv = accepts(request.headers.accept, ['application/x-ndjson', 'text/csv']) === 'text/csv';
    await this.longAnswers.send(request, reply, {
      kind: 'downloads',
      type: `${isCsv ? 'text/csv' : streamType}; charset=utf-8`,
      parts: () => (isCsv ? refusalsAsCsv(pages) : refusalsAsLines(pages)),
    });
  }

  @Route('GET', ':id/receipt', {
    operationId: 'getReceipt',
    summary: { en: 'What the registry made of a file, the same bytes each time', zh: '文件的处理回执' },
    path: { id: 'uuid' },
    access: access.readers,
    sendsItself: true,
    answers: { 200: { description: 'The receipt', schema: receiptShape } },
    problems: [409],
  })
  async receipt(
    @Res() reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('id') id: string,
  ): Promise<void> {
    const submission = await this.found(caller, id);
    const receipt = await this.submissions.receipt(id);
    if (receipt === undefined) throw new ProblemAnswer(noReceipt(submission));
    reply.status(200).type('application/json; charset=utf-8').send(receipt);
  }

  /** 404 for another bank's submission, as for one that does not exist. */
  private async found(caller: Principal, id: string): Promise<Submission> {
    const submission = await this.submissions.find(id);
    if (!submission || !maySee(caller, submission.institution)) throw new ProblemAnswer(problem('not-found'));
    return this.shown(submission);
  }

  private shown<Shown extends Submission | undefined>(submission: Shown): Shown {
    if (!submission || isOver(submission) || this.headroom.mayWrite(performance.now())) return submission;
    return { ...submission, waitsFor: 'room', ratePerSecond: null, secondsLeft: null };
  }
}
