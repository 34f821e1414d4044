import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { problem } from '#problem-details';
import { failureProblem } from './failure-problem.js';
import { ProblemAnswer, sendProblem } from './problem-answer.js';

/** Makes every error a problem document: known ones in their words, broken ones logged with their cause and told without. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof ProblemAnswer) {
      sendProblem(reply, error.problem, error.headers);
      return;
    }
    const foreseen = failureProblem(error);
    if (foreseen) {
      if (foreseen.status >= 500) this.logger.warn({ err: error }, 'a request was not served');
      sendProblem(reply, foreseen);
      return;
    }
    this.logger.error({ err: error }, 'a request broke');
    sendProblem(reply, problem('internal', { outcome: 'unknown' }));
  }
}
