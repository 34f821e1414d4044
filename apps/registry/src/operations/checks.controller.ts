import { Controller, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CheckList, checkListShape } from '#contract';
import { ChecksQuery } from '#projections';
import { ReadSide } from '../http/read-side.query.js';
import { Route } from '../http/route.controller.js';
import { projections } from './registry-state.js';

@Controller('v1/operations/checks')
export class ChecksController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listChecks',
    summary: 'The last check of each projection against an independent derivation',
    access: ['admin'],
    query: z.strictObject({}),
    awaits: true,
    answers: { 200: { description: 'One for each projection that was checked', schema: checkListShape } },
  })
  list(@Req() request: FastifyRequest): Promise<CheckList> {
    return this.readSide.answer(request, projections, async () => ({
      items: await this.queries.execute(new ChecksQuery()),
      next: null,
    }));
  }
}
