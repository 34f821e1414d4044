import { Controller, Param, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { BorrowerQuery } from '#borrower-book';
import { type BorrowerAnswer, borrowerAnswerShape } from '#contract';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { ReadSide } from '../http/read-side.query.js';
import { Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';

const books = ['borrower-book', 'loan-book', 'bailout-book'] as const;

@Controller('v1/borrowers')
export class BorrowersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', ':key', {
    operationId: 'getBorrower',
    summary: {
      en: 'A borrower: loans, claims and disbursements; of a bank only what it reported itself',
      zh: '借款人的贷款、首贷户申报与纾困投放；银行只见本行所报',
    },
    path: { key: 'borrowerKey' },
    access: access.readers,
    query: z.strictObject({}),
    awaits: true,
    answers: { 200: { description: 'The borrower', schema: borrowerAnswerShape } },
  })
  one(
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Param('key') key: string,
  ): Promise<BorrowerAnswer> {
    return this.readSide.answer(request, books, async () => {
      const borrower = await this.queries.execute(new BorrowerQuery(key, caller.institution ?? undefined));
      if (!borrower) throw new ProblemAnswer(problem('not-found'));
      return borrower;
    });
  }
}
