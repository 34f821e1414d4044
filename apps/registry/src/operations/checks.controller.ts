import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CheckList, checkListShape } from '#contract';
import { ProjectionChecks } from '#projections';
import { ReadSide } from '../http/read-side.js';
import { Route } from '../http/route.js';
import { projections } from './registry-state.js';

@Controller('v1/operations/checks')
export class ChecksController {
  constructor(
    private readonly checks: ProjectionChecks,
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
      items: await this.checks.last(),
      next: null,
    }));
  }
}
