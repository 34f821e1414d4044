import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StreamSummary } from '#contract';
import { type Answered, Intake, mostDryReports } from '#intake';
import type { Problem } from '#problem-details';
import { Callers } from '../http/callers.query.js';
import { codingOf } from '../http/content-types.js';
import { streamType } from '../http/request-bounds.js';
import { closedWhenUnread } from '../http/unread-body.js';
import { AnswerLines } from './answer-lines.js';
import { positionAfter, problemOf, resultOf } from './outcome-answers.js';
import { ReportBody, silenceMs } from './report-body.js';

/** How often sender and key are looked at; a revoked key ends what it sends within five seconds. */
const lookEveryMs = 1_000;

/** From outside of what is read: neither a quiet sender nor one that does not read keeps this back. */
export const watchSender = (
  callers: Pick<Callers, 'authenticate'>,
  { headers }: FastifyRequest,
  body: ReportBody,
): NodeJS.Timeout => {
  const look = async (): Promise<void> => {
    if (body.silentMs() >= silenceMs) body.stop('silent');
    if ((await callers.authenticate(headers)) === undefined) body.stop('revoked');
  };
  // Where the key cannot be looked at, nothing can be recorded either.
  return setInterval(() => void look().catch(() => undefined), lookEveryMs).unref();
};

/** Counts what became of the reports of a stream, as they are told. */
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
    // What is refused by no rule is counted under the word of its problem.
    const rule = problem.rule ?? problem.type.slice('/problems/'.length);
    this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
  }

  /** Of a dry run nothing is recorded, so that it has no position. */
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
 * Reports as a stream of any length, one a line, and their outcomes back while it is read, in the same order. What was answered
 * stands, however the stream ends. Whoever does not read the answer is read from no further.
 */
@Injectable()
export class ReportStreams implements OnModuleDestroy {
  private readonly running = new Set<ReportBody>();

  constructor(
    private readonly intake: Intake,
    private readonly callers: Callers,
  ) {}

  send(
    request: FastifyRequest,
    reply: FastifyReply,
    sending: Parameters<Intake['record']>[1],
    isDry: boolean,
  ): void {
    const body = new ReportBody(request.raw, codingOf(request));
    this.running.add(body);
    const looking = watchSender(this.callers, request, body);
    reply.raw.once('close', () => {
      clearInterval(looking);
      this.running.delete(body);
      body.stop('broken-off');
    });
    closedWhenUnread(request, reply);
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
    for await (const outcome of outcomes) {
      counts.note(outcome);
      const line = `${JSON.stringify(resultOf(outcome, index, isDry))}\n`;
      index += 1;
      const room = answer.add(line, body.taken > index);
      if (room) await room;
      if (answer.destroyed) return;
    }
    if (body.ended === 'broken-off') return answer.end();
    const { problem: found } = body;
    if (found !== undefined) answer.add(`${JSON.stringify(stopped(index, found))}\n`, true);
    answer.add(`${JSON.stringify({ summary: counts.summary(isDry, found) })}\n`, true);
    answer.end();
  }
}
