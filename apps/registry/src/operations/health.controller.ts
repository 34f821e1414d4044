import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sendProblem } from '../http/problem-answer.js';
import { Route } from '../http/route.js';
import { problem } from '#problem-details';
import { Readiness } from './readiness.js';

const health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
const readiness = z
  .strictObject({ status: z.literal('ready'), warnings: z.array(z.string()).exactOptional() })
  .meta({ id: 'ReadinessAnswer' });

@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Route('GET', 'healthz', {
    operationId: 'getHealth',
    summary: 'The process lives; answered from memory',
    access: 'public',
    answers: { 200: { description: 'It lives', schema: health } },
  })
  healthz(): object {
    return { status: 'ok' };
  }

  @Route('GET', 'readyz', {
    operationId: 'getReadiness',
    summary: 'The registry can record and show',
    access: 'public',
    answers: { 200: { description: 'It is ready', schema: readiness } },
  })
  async readyz(@Res() reply: FastifyReply): Promise<void> {
    const { reasons, warnings } = await this.readiness.told();
    if (reasons.length === 0) reply.send({ status: 'ready', ...(warnings.length > 0 ? { warnings } : {}) });
    else sendProblem(reply, problem('unavailable', { detail: reasons.join(' ') }));
  }
}
