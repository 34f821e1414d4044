import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { problem } from '#problem-details';
import { failureProblem } from './failure-problem.js';
import { ProblemAnswer, sendProblem, withOutcome } from './problem-answer.js';
import { declarationOf } from './request-checks.js';

/** Makes every error a problem document: known ones in their words, broken ones logged with their cause and told without. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const declaration = declarationOf(http.getRequest<FastifyRequest>());
    if (error instanceof ProblemAnswer) {
      sendProblem(reply, withOutcome(error.problem, declaration), error.headers);
      return;
    }
    const foreseen = failureProblem(error);
    if (foreseen) {
      if (foreseen.status >= 500) this.logger.warn({ err: error }, 'a request was not served');
      sendProblem(reply, withOutcome(foreseen, declaration));
      return;
    }
    this.logger.error({ err: error }, 'a request broke');
    sendProblem(reply, problem('internal', { outcome: 'unknown' }));
  }
}
