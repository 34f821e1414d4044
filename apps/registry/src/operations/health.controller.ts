import { Controller } from '@nestjs/common';
import { type Health, healthShape, type ReadinessAnswer, readinessAnswerShape } from '#contract';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { Route } from '../http/route.controller.js';
import { Readiness } from './readiness.query.js';

@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Route('GET', 'healthz', {
    operationId: 'getHealth',
    summary: 'The process lives; answered from memory',
    access: 'public',
    answers: { 200: { description: 'It lives', schema: healthShape } },
  })
  healthz(): Health {
    return { status: 'ok' };
  }

  @Route('GET', 'readyz', {
    operationId: 'getReadiness',
    summary: 'The registry can record and show',
    access: 'public',
    answers: { 200: { description: 'It is ready', schema: readinessAnswerShape } },
  })
  async readyz(): Promise<ReadinessAnswer> {
    const { reasons, warnings } = await this.readiness.sentences();
    if (reasons.length > 0) throw new ProblemAnswer(problem('unavailable', { detail: reasons.join(' ') }));
    return { status: 'ready', ...(warnings.length > 0 ? { warnings } : {}) };
  }
}
