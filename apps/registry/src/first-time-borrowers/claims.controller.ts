import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { type ClaimAnswer, claimAnswerShape, type ClaimList, claimListShape, claimStatus } from '#contract';
import type { InstitutionCode, LoanId } from '#identifiers';
import { ClaimQuery, ClaimsQuery } from '#loan-book';
import { problem } from '#problem-details';
import { maySee, askedOfOwn } from '../http/own-things.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging, repeatable, repeatableOf } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { Asked, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';

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
    summary: 'Claims to first-time borrowers and how they were settled, with filters; most may be repeated',
    access: access.readers,
    query: listed,
    awaits: true,
    answers: { 200: { description: 'A page of claims', schema: claimListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Asked() asked: z.infer<typeof listed>,
  ): Promise<ClaimList> {
    const query = new ClaimsQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('GET', ':institution/:loanId', {
    operationId: 'getClaim',
    summary: 'The claim for one loan, also when it was withdrawn',
    path: { institution: 'identifier', loanId: 'identifier' },
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
