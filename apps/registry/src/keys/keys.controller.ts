import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IssueKeyCommand, keyBody, type Principal, RevokeKeyCommand } from '#access';
import { type IssuedKey, issuedKeyShape, type KeyList, keyListShape } from '#contract';
import { problem } from '#problem-details';
import { KeysQuery } from '#register-book';
import { ProblemAnswer } from '../http/problem-answer.js';
import { paging } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { located, Route } from '../http/route.controller.js';

const book = ['register-book'] as const;
const pages = z.strictObject(paging);
@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('POST', '', {
    operationId: 'issueKey',
    summary: { en: 'Make a key; its secret is shown this once', zh: '签发密钥；密钥原文只显示这一次' },
    access: ['admin'],
    body: { 'application/json': keyBody },
    answers: { 201: { description: 'The key', schema: issuedKeyShape, headers: located } },
    problems: [404],
  })
  async issue(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedBody() body: z.infer<typeof keyBody>,
  ): Promise<IssuedKey> {
    const issued = await this.commands.execute(new IssueKeyCommand(body, authorOf(caller)));
    if (issued.outcome === 'unknown-institution')
      throw new ProblemAnswer(
        problem('not-found', { errors: [{ pointer: '/institution', message: 'is not registered' }] }),
      );
    if (issued.outcome === 'over')
      throw new ProblemAnswer(
        problem('invalid-request', {
          detail: 'The body is not understood.',
          errors: [{ pointer: '/expiresAt', message: 'must be an instant still to come' }],
        }),
      );
    // The key is answered even where its fact is not projected in time: it works already, and is never shown again.
    await this.readSide.isShown(book, issued.position);
    reply.status(201).header('location', `/v1/keys/${issued.id}`);
    const { id, key, position } = issued;
    return {
      id,
      key,
      role: body.role,
      institution: body.institution ?? null,
      label: body.label,
      position,
    };
  }

  @Route('GET', '', {
    operationId: 'listKeys',
    summary: { en: 'Keys, never their secrets', zh: '密钥列表，不含密钥原文' },
    access: ['admin'],
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of keys', schema: keyListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<KeyList> {
    const query = new KeysQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, book, () => this.queries.execute(query));
  }

  @Route('DELETE', ':id', {
    operationId: 'revokeKey',
    summary: {
      en: 'Revoke a key; it stops within five seconds everywhere',
      zh: '吊销密钥；五秒内在所有进程失效',
    },
    path: { id: 'keyId' },
    access: ['admin'],
    answers: { 204: { description: 'Revoked' } },
    problems: [504],
  })
  async revoke(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('id') id: string,
  ): Promise<void> {
    const change = await this.commands.execute(new RevokeKeyCommand(id, authorOf(caller)));
    if (change.outcome === 'refused') throw new ProblemAnswer(problem('not-found'));
    await this.readSide.settle(book, change);
    reply.status(204);
  }
}
