import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ProjectionChecks } from '#projections';
import { instant, listOf } from '../http/answer-shapes.js';
import { ReadSide } from '../http/read-side.js';
import { Route } from '../http/route.js';
import { projections } from './followed-projections.js';

/** Where rows differ, and not what they hold: an administrator does not read the books. */
const check = z
  .strictObject({
    projection: z.string(),
    seq: z.int(),
    checkedAt: instant,
    durationMs: z.int(),
    mismatches: z.int(),
    first: z.array(
      z.strictObject({
        table: z.string(),
        key: z.string(),
        row: z.enum(['missing', 'surplus', 'different']),
        columns: z.array(z.string()),
      }),
    ),
    failure: z.strictObject({ fact: z.int().nullable(), code: z.string() }).nullable().meta({
      description: 'The last check broke, at this fact or else at a row; the rest is of the one before',
    }),
  })
  .meta({ id: 'Check' });

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
    answers: { 200: { description: 'One for each projection that was checked', schema: listOf(check) } },
  })
  list(@Req() request: FastifyRequest): Promise<object> {
    return this.readSide.answer(request, projections, async () => ({
      items: await this.checks.last(),
      next: null,
    }));
  }
}
