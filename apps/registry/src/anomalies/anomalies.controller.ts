import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnomaliesQuery } from '#anomalies';
import { Clock, shanghaiDay } from '#calendar';
import { type AnomalyList, anomalyListShape } from '#contract';
import type { Role } from '#facts';
import { ReadSide } from '../http/read-side.query.js';
import { Asked } from '../http/request-checks.controller.js';
import { Route } from '../http/route.controller.js';
import { anomaliesAsked, type AnomaliesAskedOf, givenThresholds } from './anomalies-asked.js';

const book = ['anomalies'] as const;
const overseers: readonly Role[] = ['supervisor', 'auditor'];

@Controller('v1/anomalies')
export class AnomaliesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
    private readonly clock: Clock,
  ) {}

  @Route('GET', '', {
    operationId: 'listAnomalies',
    summary: 'What may be suspicious, each with its facts; by one signal with thresholds, or by all',
    access: overseers,
    query: anomaliesAsked,
    awaits: true,
    answers: { 200: { description: 'A page of anomalies', schema: anomalyListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Asked() asked: AnomaliesAskedOf,
  ): Promise<AnomalyList> {
    const thresholds = givenThresholds(asked);
    const { signal, institution, from, to, cursor, limit = 100 } = asked;
    const query = new AnomaliesQuery({
      ...(signal === undefined ? {} : { signal }),
      ...(institution === undefined ? {} : { institution }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(cursor === undefined ? {} : { cursor }),
      thresholds,
      limit,
      asOf: shanghaiDay(this.clock.now()),
    });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}
