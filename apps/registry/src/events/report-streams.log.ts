import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StreamSummary } from '#contract';
import { type Answered, Intake, mostDryReports } from '#intake';
import type { Problem } from '#problem-details';
import { Callers } from '../http/callers.query.js';
import { codingOf } from '../http/request-headers.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { streamType } from '../http/request-bounds.js';
import { closedWhenUnread } from '../http/early-refusals.js';
import { AnswerLines, positionAfter, problemOf, resultOf } from './outcome-answers.js';
import { ReportBody, silenceMs } from './report-body.js';

/** How often sender and key are checked. A revoked key must end its streams within five seconds. */
const checkEveryMs = 1_000;

/** Checks on a timer of its own, so that neither a quiet sender nor one that does not read its answer delays it. */
export const watchSender = (
  callers: Pick<Callers, 'authenticate'>,
  { headers }: FastifyRequest,
  body: ReportBody,
): NodeJS.Timeout => {
  const check = async (): Promise<void> => {
    if (body.silentMs() >= silenceMs) body.stop('silent');
    if ((await callers.authenticate(headers)) === undefined) body.stop('revoked');
  };
  // While the key cannot be checked nothing can be recorded either, so the error needs no handling.
  return setInterval(() => void check().catch(() => undefined), checkEveryMs).unref();
};

/** Counts the outcomes of a stream for its summary line. */
class StreamCounts {
  private read = 0;
  private recorded = 0;
  private repeated = 0;
  private refused = 0;
  private unknown = 0;
  private readonly byRule = new Map<string, number>();
  private position: string | null = null;

  note(outcome: Answered): void {
    this.read += 1;
    this.position = positionAfter(this.position, outcome);
    if (outcome.outcome === 'recorded') {
      if (outcome.repeated) this.repeated += 1;
      else this.recorded += 1;
      return;
    }
    const problem = problemOf(outcome);
    if (problem.outcome === 'unknown') {
      this.unknown += 1;
      return;
    }
    this.refused += 1;
    // A refusal without a rule is counted by the type of its problem.
    const rule = problem.rule ?? problem.type.slice('/problems/'.length);
    this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
  }

  /** A dry run records nothing and has no position. */
  summary(isDry: boolean, ended: Problem | undefined): StreamSummary['summary'] {
    const { read, recorded, repeated, refused, unknown } = this;
    const byRule = Object.fromEntries([...this.byRule].sort(([one], [other]) => (one < other ? -1 : 1)));
    const position = isDry ? null : this.position;
    const counts = { read, recorded, repeated, refused, unknown, byRule, position };
    if (ended === undefined) return { ...counts, ended: null };
    const { status, type, detail = '' } = ended;
    return { ...counts, ended: { status, type, detail } };
  }
}

const stopped = (index: number, found: Problem): object => ({
  index,
  status: found.status,
  outcome: 'not-recorded',
  id: null,
  problem: found,
});

/**
 * Takes a stream of reports of any length, one a line, and answers their outcomes in the same order while it is read. Answered outcomes are
 * final, however the stream ends. Back-pressure: a sender that does not read its answer is not read from.
 */
@Injectable()
export class ReportStreams implements OnModuleDestroy {
  private readonly running = new Set<ReportBody>();

  constructor(
    private readonly intake: Intake,
    private readonly callers: Callers,
  ) {}

  /** @throws ProblemAnswer before anything is recorded, where the first bytes are of another format */
  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    sending: Parameters<Intake['record']>[1],
    isDry: boolean,
  ): Promise<void> {
    const body = new ReportBody(request.raw, codingOf(request));
    this.running.add(body);
    const checking = watchSender(this.callers, request, body);
    reply.raw.once('close', () => {
      clearInterval(checking);
      this.running.delete(body);
      body.stop('broken-off');
    });
    closedWhenUnread(request, reply);
    await body.begin();
    if (body.ended === 'other-format' && body.problem) throw new ProblemAnswer(body.problem);
    const answer = new AnswerLines((lines) => this.write(lines, body, sending, isDry));
    reply.status(200).type(`${streamType}; charset=utf-8`).send(answer);
  }

  onModuleDestroy(): void {
    for (const body of this.running) body.stop('ending');
  }

  private async write(
    answer: AnswerLines,
    body: ReportBody,
    sending: Parameters<Intake['record']>[1],
    isDry: boolean,
  ): Promise<void> {
    const counts = new StreamCounts();
    const reports = body.lines(isDry ? mostDryReports : Infinity);
    const outcomes = isDry ? this.intake.dryRun(reports, sending) : this.intake.record(reports, sending);
    let index = 0;
    for await (const known of outcomes) {
      for (const outcome of known) {
        counts.note(outcome);
        const line = `${JSON.stringify(resultOf(outcome, index, isDry))}\n`;
        index += 1;
        const room = answer.add(line, body.taken > index);
        if (room) await room;
        if (answer.destroyed) return;
      }
    }
    if (body.ended === 'broken-off') return answer.end();
    const { problem: found } = body;
    if (found !== undefined) answer.add(`${JSON.stringify(stopped(index, found))}\n`, true);
    answer.add(`${JSON.stringify({ summary: counts.summary(isDry, found) })}\n`, true);
    answer.end();
  }
}
