import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  type ClaimAnswer,
  claimAnswerShape,
  type ClaimList,
  claimListShape,
  claimStatus,
  type ContestDecision,
  contestDecisionShape,
} from '#contract';
import { type DecideContestBody, decideContestBody, DecideContestCommand } from '#first-time-borrowers';
import type { InstitutionCode, LoanId } from '#identifiers';
import { ClaimQuery, ClaimsQuery } from '#loan-book';
import { problem } from '#problem-details';
import { askedOfOwn, maySee } from '../http/callers.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging, repeatable, repeatableOf } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';
import { arbiter } from '../operations/registry-state.js';

const book = ['loan-book'] as const;

const listed = z.strictObject({
  ...paging,
  institution: repeatable,
  status: repeatableOf(claimStatus),
  borrower: repeatable,
  contested: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .exactOptional()
    .meta({ query: { type: 'boolean' } }),
});

@Controller('v1/first-time-borrowers')
export class ClaimsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listClaims',
    summary: {
      en: 'Claims to first-time borrowers and how they were settled, with filters; most may be repeated',
      zh: '首贷户申报及其认定，可筛选；多数条件可重复',
    },
    access: access.readers,
    query: listed,
    awaits: true,
    answers: { 200: { description: 'A page of claims', schema: claimListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() asked: z.infer<typeof listed>,
  ): Promise<ClaimList> {
    const query = new ClaimsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('GET', ':institution/:loanId', {
    operationId: 'getClaim',
    summary: {
      en: 'The claim for one loan, also when it was withdrawn',
      zh: '一笔贷款的首贷户申报，包括已撤回的',
    },
    path: { institution: 'institution', loanId: 'loan' },
    access: access.readers,
    query: z.strictObject({}),
    awaits: true,
    answers: {
      200: { description: 'The claim', schema: claimAnswerShape },
    },
  })
  one(
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Param('institution') institution: InstitutionCode,
    @Param('loanId') loanId: LoanId,
  ): Promise<ClaimAnswer> {
    return this.readSide.answer(request, book, async () => {
      const claim = maySee(caller, institution)
        ? await this.queries.execute(new ClaimQuery(institution, loanId))
        : undefined;
      if (!claim) throw new ProblemAnswer(problem('not-found'));
      return claim;
    });
  }
}

/** A decision is answered once the arbiter has applied it and its facts are projected. */
const shownIn = ['loan-book', 'targets', arbiter] as const;

@Controller('v1/first-time-borrowers')
export class ContestDecisionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('POST', ':borrowerKey/decision', {
    operationId: 'decideContest',
    summary: {
      en: 'Decide which of several contested first-time claims goes first',
      zh: '裁定有争议的首贷户申报中哪一个优先',
    },
    path: { borrowerKey: 'borrowerKey' },
    access: ['supervisor'],
    body: { 'application/json': decideContestBody },
    answers: {
      201: { description: 'Decided', schema: contestDecisionShape, headers: located },
      200: { description: 'Decided like this before; nothing was recorded', schema: contestDecisionShape },
    },
    problems: [409, 504],
  })
  async decide(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('borrowerKey') borrowerKey: string,
    @CheckedBody() body: DecideContestBody,
  ): Promise<ContestDecision> {
    const change = await this.commands.execute(new DecideContestCommand(borrowerKey, body, authorOf(caller)));
    if (change.outcome === 'refused') throw new ProblemAnswer(refusals[change.refusal]);
    return this.readSide.changed(reply, shownIn, change, {
      location: `/v1/first-time-borrowers/${body.institution}/${body.loanId}`,
      read: async () => ({ borrowerKey, ...body }),
    });
  }
}

const refusals = {
  'unknown-claim': problem('not-found'),
  'not-contested': problem('conflict', { detail: 'This claim is not contested.' }),
  'arbiter-behind': problem('not-yet-projected', {
    detail: 'What was recorded before is not settled yet; nothing was decided.',
  }),
} as const;
