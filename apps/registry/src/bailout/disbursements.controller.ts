import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { DisbursementsQuery } from '#bailout-book';
import { bailoutKind, type DisbursementList, disbursementListShape } from '#contract';
import { askedOfOwn } from '../http/own-things.js';
import { day, paging, repeatable, repeatableOf } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { Asked, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';

const book = ['bailout-book'] as const;

const disbursementsAsked = z.strictObject({
  ...paging,
  institution: repeatable,
  programme: repeatable,
  kind: repeatableOf(bailoutKind),
  borrower: repeatable,
  loan: repeatable,
  effectiveFrom: day,
  effectiveTo: day,
});

@Controller('v1/bailout/disbursements')
export class DisbursementsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listDisbursements',
    summary: 'Bailout disbursements and what came back of them, with filters; most may be repeated',
    access: access.readers,
    query: disbursementsAsked,
    awaits: true,
    answers: { 200: { description: 'A page of disbursements', schema: disbursementListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Asked() asked: z.infer<typeof disbursementsAsked>,
  ): Promise<DisbursementList> {
    const query = new DisbursementsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}
