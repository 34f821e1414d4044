import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { bailoutProgrammeBody, DefineBailoutProgrammeCommand } from '#bailout';
import { BailoutProgrammeQuery, BailoutProgrammesQuery } from '#bailout-book';
import {
  type BailoutProgramme,
  type BailoutProgrammeList,
  bailoutProgrammeListShape,
  type ChangedBailoutProgramme,
  changedBailoutProgrammeShape,
} from '#contract';
import { type BailoutProgrammeCode } from '#identifiers';
import { paging } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { refusedByRule } from '../http/problem-answer.js';
import { CheckedQuery, authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';

const book = ['bailout-book'] as const;

const pages = z.strictObject(paging);

/** A bank does not see the total of all allocations, which would disclose those of other banks (3.3). */
const shownTo =
  ({ role }: Principal) =>
  (page: BailoutProgramme): BailoutProgramme => ({
    ...page,
    granted: role === 'supervisor' || role === 'auditor' ? page.granted : null,
  });

@Controller('v1/bailout/programmes')
export class BailoutProgrammesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listBailoutProgrammes',
    summary: { en: 'Bailout programmes', zh: '纾困方案列表' },
    access: access.readers,
    query: pages,
    awaits: true,
    answers: { 200: { description: 'A page of bailout programmes', schema: bailoutProgrammeListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() { limit = 100, cursor }: z.infer<typeof pages>,
  ): Promise<BailoutProgrammeList> {
    const query = new BailoutProgrammesQuery({ limit, ...(cursor === undefined ? {} : { cursor }) });
    return this.readSide.list(request, reply, book, async () => {
      const { items, next } = await this.queries.execute(query);
      return { items: items.map(shownTo(caller)), next };
    });
  }

  @Route('PUT', ':code', {
    operationId: 'defineBailoutProgramme',
    summary: {
      en: 'Define a bailout programme, or make its next version',
      zh: '定义纾困方案，或形成其下一版本',
    },
    path: { code: 'newBailoutProgramme' },
    access: ['supervisor'],
    body: { 'application/json': bailoutProgrammeBody },
    answers: {
      201: { description: 'The next version', schema: changedBailoutProgrammeShape, headers: located },
      200: { description: 'It stands like this already', schema: changedBailoutProgrammeShape },
    },
    problems: [422],
  })
  async define(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: BailoutProgrammeCode,
    @CheckedBody() body: z.infer<typeof bailoutProgrammeBody>,
  ): Promise<ChangedBailoutProgramme> {
    const change = await this.commands.execute(
      new DefineBailoutProgrammeCommand(code, body, authorOf(caller)),
    );
    if (change.outcome === 'refused') throw refusedByRule(change.refusal);
    return this.readSide.changed(reply, book, change, {
      location: `/v1/bailout/programmes/${code}`,
      read: (seq) => this.queries.execute(new BailoutProgrammeQuery(code, seq)),
    });
  }
}
