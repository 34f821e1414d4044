import { Controller, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { allocationBody, GrantAllocationCommand } from '#bailout';
import { AllocationsQuery, DisbursementsQuery } from '#bailout-book';
import {
  type AllocationList,
  allocationListShape,
  bailoutKind,
  type ChangedAllocation,
  changedAllocationShape,
  type DisbursementList,
  disbursementListShape,
} from '#contract';
import { isIdentifier } from '#identifiers';
import { problem } from '#problem-details';
import { askedOfOwn } from '../http/callers.query.js';
import { ProblemAnswer, refusedByRule } from '../http/problem-answer.js';
import { day, paging, repeatable, repeatableOf } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';

const book = ['bailout-book'] as const;

const allocationsAsked = z.strictObject({ ...paging, institution: repeatable, programme: repeatable });

@Controller('v1/bailout/allocations')
export class AllocationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listAllocations',
    summary: {
      en: 'What institutions may disburse, and have, under programmes',
      zh: '各机构在各纾困方案下的额度与已用额',
    },
    access: access.readers,
    query: allocationsAsked,
    awaits: true,
    answers: { 200: { description: 'A page of allocations', schema: allocationListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() asked: z.infer<typeof allocationsAsked>,
  ): Promise<AllocationList> {
    const query = new AllocationsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('POST', '', {
    operationId: 'grantAllocation',
    summary: { en: "Add to an institution's allocation", zh: '增加机构的纾困额度' },
    access: ['supervisor'],
    headers: {
      'Idempotency-Key': {
        description: 'One key, one grant in this programme',
        schema: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,64}$' },
        required: true,
      },
    },
    body: { 'application/json': allocationBody },
    answers: {
      201: { description: 'Granted', schema: changedAllocationShape, headers: located },
      200: { description: 'Granted before under this key', schema: changedAllocationShape },
    },
    problems: [404, 409],
  })
  async grant(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedBody() body: z.infer<typeof allocationBody>,
  ): Promise<ChangedAllocation> {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !isIdentifier(key))
      throw new ProblemAnswer(
        problem('invalid-request', {
          detail: 'The header Idempotency-Key is needed: 1 to 64 of A-Z a-z 0-9 _ . : -',
        }),
      );
    const change = await this.commands.execute(new GrantAllocationCommand(body, key, authorOf(caller)));
    if (change.outcome === 'refused') {
      if (change.refusal === 'key-used-otherwise')
        throw new ProblemAnswer(
          problem('conflict', {
            detail: 'In this programme, the Idempotency-Key was used for another body.',
          }),
        );
      if (change.refusal === 'unknown-programme' || change.refusal === 'unknown-institution')
        throw new ProblemAnswer(
          problem('not-found', {
            errors: [
              {
                pointer: change.refusal === 'unknown-programme' ? '/programme' : '/institution',
                message: 'is not known',
              },
            ],
          }),
        );
      throw refusedByRule(change.refusal);
    }
    const { programme, institution } = body;
    return this.readSide.changed(reply, book, change, {
      location: `/v1/bailout/allocations?programme=${programme}&institution=${institution}`,
      // The remaining amount changes with every disbursement, so the current one is answered.
      read: async () => {
        const query = { institution: [institution], programme: [programme], limit: 1 };
        return (await this.queries.execute(new AllocationsQuery(query))).items[0] ?? null;
      },
    });
  }
}

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
    summary: {
      en: 'Bailout disbursements and what came back of them, with filters; most may be repeated',
      zh: '纾困资金投放及返还，可筛选；多数条件可重复',
    },
    access: access.readers,
    query: disbursementsAsked,
    awaits: true,
    answers: { 200: { description: 'A page of disbursements', schema: disbursementListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() asked: z.infer<typeof disbursementsAsked>,
  ): Promise<DisbursementList> {
    const query = new DisbursementsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }
}
