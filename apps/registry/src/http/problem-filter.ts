import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Headroom } from '#headroom';
import type { FaultLines, OutageLines } from '#outages';
import { type Problem, problem } from '#problem-details';
import { failedOn, failureProblem, ProblemAnswer, sendProblem, withOutcome } from './problem-answer.js';
import { declarationOf } from './request-checks.js';

/**
 * What fails is logged whole, unless it is of an outage; neither as often as somebody likes to cause it. That the database is full
 * is told to who lets writes in.
 */
export interface FailureLogs {
  readonly faults: FaultLines;
  readonly outages: OutageLines;
  readonly headroom: Pick<Headroom, 'noteDatabaseFull'>;
}

/** What the failure of something is told as. What is the registry's own, and not the sender's, is logged. */
export const loggedFailure = (error: unknown, what: string, logs: FailureLogs): Problem => {
  const foreseen = failureProblem(error);
  if (!foreseen) {
    logs.faults.fault(error, `${what} broke`);
    return problem('internal', { outcome: 'unknown' });
  }
  if (foreseen.status === 507) logs.headroom.noteDatabaseFull(performance.now());
  if (foreseen.status >= 500) logs.outages.outage(error, `${what} was not served`);
  return foreseen;
};

/** Makes every error a problem document: known ones in their words, broken ones logged with their cause and told without. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logs: FailureLogs) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const declaration = declarationOf(http.getRequest<FastifyRequest>());
    if (error instanceof ProblemAnswer) {
      sendProblem(reply, withOutcome(error.problem, declaration), error.headers);
      return;
    }
    sendProblem(reply, failedOn(loggedFailure(error, 'a request', this.logs), declaration));
  }
}
