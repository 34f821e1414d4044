import { Controller, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  borrowerSize,
  classification,
  type LoanAnswer,
  loanAnswerShape,
  type LoanHistoryItemList,
  loanHistoryItemListShape,
  type LoanList,
  loanListShape,
  loanStatus,
  product,
  tag,
} from '#contract';
import type { InstitutionCode, LoanId } from '#identifiers';
import { LoanHistoryQuery, LoanPageQuery, LoansQuery } from '#loan-book';
import { problem } from '#problem-details';
import { maySee, askedOfOwn } from '../http/callers.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { day, paging, repeatable, repeatableOf } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';

const book = ['loan-book'] as const;

const listed = z.strictObject({
  ...paging,
  institution: repeatable,
  status: repeatableOf(loanStatus),
  product: repeatableOf(product),
  district: repeatable,
  industry: repeatable,
  size: repeatableOf(borrowerSize),
  classification: repeatableOf(classification),
  tag: repeatableOf(tag),
  borrower: repeatable,
  maturityFrom: day,
  maturityTo: day,
});

const pages = z.strictObject(paging);

@Controller('v1/loans')
export class LoansController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listLoans',
    summary: {
      en: 'Loans, with filters; each filter may be repeated',
      zh: '贷款列表，可筛选；每个筛选条件可重复',
    },
    access: access.readers,
    query: listed,
    awaits: true,
    answers: { 200: { description: 'A page of loans', schema: loanListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() asked: z.infer<typeof listed>,
  ): Promise<LoanList> {
    const query = new LoansQuery(askedOfOwn(caller, asked));
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('GET', ':institution/:loanId', {
    operationId: 'getLoan',
    summary: { en: 'One loan', zh: '一笔贷款' },
    path: { institution: 'institution', loanId: 'loan' },
    access: access.readers,
    query: z.strictObject({}),
    awaits: true,
    answers: { 200: { description: 'The loan', schema: loanAnswerShape } },
  })
  one(
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Param('institution') institution: InstitutionCode,
    @Param('loanId') loanId: LoanId,
  ): Promise<LoanAnswer> {
    return this.readSide.answer(request, book, async () => {
      const loan = maySee(caller, institution)
        ? await this.queries.execute(new LoanPageQuery(institution, loanId))
        : undefined;
      if (!loan) throw new ProblemAnswer(problem('not-found'));
      return loan;
    });
  }

  @Route('GET', ':institution/:loanId/history', {
    operationId: 'getLoanHistory',
    summary: { en: 'Each fact of the loan with the state after it', zh: '贷款的每条事实及其后的状态' },
    path: { institution: 'institution', loanId: 'loan' },
    access: access.readers,
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of the history', schema: loanHistoryItemListShape } },
  })
  async history(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('institution') institution: InstitutionCode,
    @Param('loanId') loanId: LoanId,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<LoanHistoryItemList> {
    return this.readSide.list(request, reply, book, async () => {
      const history = maySee(caller, institution)
        ? await this.queries.execute(
            new LoanHistoryQuery({
              institution,
              loanId,
              limit,
              ...(cursor === undefined ? {} : { cursor }),
            }),
          )
        : undefined;
      if (!history) throw new ProblemAnswer(problem('not-found'));
      return history;
    });
  }
}
