import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  type ChangedInstitution,
  changedInstitutionShape,
  type InstitutionAnswer,
  institutionAnswerShape,
  type InstitutionList,
  institutionListShape,
} from '#contract';
import type { InstitutionCode } from '#identifiers';
import {
  AmendInstitutionCommand,
  institutionBody,
  type InstitutionBody,
  RegisterInstitutionCommand,
  ReinstateInstitutionCommand,
  SuspendInstitutionCommand,
} from '#institutions';
import { problem, refusalProblem } from '#problem-details';
import { InstitutionQuery, InstitutionsQuery } from '#register-book';
import type { StreamChange } from '#recording';
import { text } from '#reports';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';

const book = ['register-book'] as const;
const noQuery = z.strictObject({});
const pages = z.strictObject(paging);
/** The conflict's sentence, by the change that was asked for. */
const conflictDetails = {
  register: 'An institution with this code is registered otherwise.',
  suspend: 'The institution is suspended for another reason.',
} as const;
const suspensionBody = z.strictObject({ reason: text }).meta({ id: 'SuspensionBody' });

@Controller('v1/institutions')
export class InstitutionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('POST', '', {
    operationId: 'registerInstitution',
    summary: { en: 'Register an institution', zh: '登记机构' },
    access: ['admin'],
    body: { 'application/json': institutionBody },
    answers: {
      201: { description: 'Registered', schema: changedInstitutionShape, headers: located },
      200: {
        description: 'Registered like this before; nothing was recorded',
        schema: changedInstitutionShape,
      },
    },
    problems: [409],
  })
  async register(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedBody() body: InstitutionBody,
  ): Promise<ChangedInstitution> {
    const change = await this.commands.execute(new RegisterInstitutionCommand(body, authorOf(caller)));
    return this.changed(reply, body.code, change, conflictDetails.register);
  }

  @Route('PUT', ':code', {
    operationId: 'amendInstitution',
    summary: { en: 'Amend an institution', zh: '修改机构信息' },
    path: { code: 'institution' },
    access: ['admin'],
    body: { 'application/json': institutionBody },
    answers: {
      201: { description: 'The next version', schema: changedInstitutionShape, headers: located },
      200: {
        description: 'It stands like this already; nothing was recorded',
        schema: changedInstitutionShape,
      },
    },
  })
  async amend(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: InstitutionCode,
    @CheckedBody() body: InstitutionBody,
  ): Promise<ChangedInstitution> {
    if (body.code !== code)
      throw new ProblemAnswer(
        refusalProblem([{ pointer: '/code', rule: 'SCH-R01', message: 'must be the code in the path' }]),
      );
    const change = await this.commands.execute(new AmendInstitutionCommand(body, authorOf(caller)));
    return this.changed(reply, code, change);
  }

  @Route('GET', '', {
    operationId: 'listInstitutions',
    summary: { en: 'Registered institutions', zh: '已登记的机构' },
    access: access.everyRole,
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of institutions', schema: institutionListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<InstitutionList> {
    const query = new InstitutionsQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('GET', ':code', {
    operationId: 'getInstitution',
    summary: { en: 'One institution', zh: '一个机构' },
    path: { code: 'institution' },
    access: access.everyRole,
    query: noQuery,
    awaits: true,
    answers: { 200: { description: 'The institution', schema: institutionAnswerShape } },
  })
  one(@Req() request: FastifyRequest, @Param('code') code: InstitutionCode): Promise<InstitutionAnswer> {
    return this.readSide.answer(request, book, async () => {
      const institution = await this.queries.execute(new InstitutionQuery(code));
      if (!institution) throw new ProblemAnswer(problem('not-found'));
      return institution;
    });
  }

  @Route('POST', ':code/suspension', {
    operationId: 'suspendInstitution',
    summary: {
      en: 'Suspend an institution: it may send nothing until reinstated; what is recorded stays',
      zh: '暂停机构：恢复之前不得报送；已记录的不变',
    },
    path: { code: 'institution' },
    access: ['supervisor'],
    body: { 'application/json': suspensionBody },
    answers: {
      201: { description: 'Suspended', schema: changedInstitutionShape, headers: located },
      200: {
        description: 'Suspended like this already; nothing was recorded',
        schema: changedInstitutionShape,
      },
    },
    problems: [409],
  })
  async suspend(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: InstitutionCode,
    @CheckedBody() { reason }: z.infer<typeof suspensionBody>,
  ): Promise<ChangedInstitution> {
    const change = await this.commands.execute(new SuspendInstitutionCommand(code, reason, authorOf(caller)));
    return this.changed(reply, code, change, conflictDetails.suspend);
  }

  @Route('DELETE', ':code/suspension', {
    operationId: 'reinstateInstitution',
    summary: { en: 'Lift a suspension', zh: '解除暂停' },
    path: { code: 'institution' },
    access: ['supervisor'],
    answers: { 204: { description: 'Not suspended' } },
    problems: [504],
  })
  async reinstate(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: InstitutionCode,
  ): Promise<void> {
    const change = await this.commands.execute(new ReinstateInstitutionCommand(code, authorOf(caller)));
    if (change.outcome === 'refused') throw new ProblemAnswer(problem('not-found'));
    await this.readSide.settle(book, change);
    reply.status(204);
  }

  private changed(
    reply: FastifyReply,
    code: string,
    change: StreamChange<'unknown' | 'exists-otherwise'>,
    conflict: string = conflictDetails.register,
  ): Promise<ChangedInstitution> {
    if (change.outcome === 'refused')
      throw new ProblemAnswer(
        change.refusal === 'unknown' ? problem('not-found') : problem('conflict', { detail: conflict }),
      );
    return this.readSide.changed(reply, book, change, {
      location: `/v1/institutions/${code}`,
      read: (seq) => this.queries.execute(new InstitutionQuery(code, seq)),
    });
  }
}
