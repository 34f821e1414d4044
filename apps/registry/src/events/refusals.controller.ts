import { Controller, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { instantMs, isBusinessDate } from '#calendar';
import { type RefusalList, refusalListShape } from '#contract';
import { RefusalsQuery } from '#intake';
import { askedOfOwn } from '../http/callers.query.js';
import { dayOrInstant, inOrder, paging, repeatable } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';
import { projections } from '../operations/registry-state.js';

/** The bounds of a span. A day is a whole day in Shanghai. */
const beginning = (value: string): string =>
  isBusinessDate(value) ? `${value}T00:00:00.000+08:00` : new Date(instantMs(value)).toISOString();
const end = (value: string): string =>
  isBusinessDate(value) ? `${value}T23:59:59.999+08:00` : new Date(instantMs(value)).toISOString();

const asked = inOrder(
  z.strictObject({
    ...paging,
    institution: repeatable,
    from: dayOrInstant,
    to: dayOrInstant,
    rule: z
      .string()
      .regex(/^[A-Z]{3}-[RW]\d{2}$/, 'must be the code of a rule, as RNW-R02')
      .exactOptional(),
  }),
  {
    from: (from) => instantMs(beginning(String(from))),
    to: (to) => instantMs(end(String(to))),
  },
);

@Controller('v1/refusals')
export class RefusalsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', '', {
    operationId: 'listRefusals',
    summary: {
      en: 'Refused reports, newest first; no content is kept',
      zh: '被拒绝的报告，最新在前；不保留内容',
    },
    access: access.readers,
    query: asked,
    awaits: true,
    answers: { 200: { description: 'A page of refusals', schema: refusalListShape } },
  })
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @CheckedQuery() { from, to, ...others }: z.infer<typeof asked>,
  ): Promise<RefusalList> {
    const query = new RefusalsQuery({
      ...askedOfOwn(caller, others),
      ...(from === undefined ? {} : { from: beginning(from) }),
      ...(to === undefined ? {} : { to: end(to) }),
    });
    return this.readSide.list(request, reply, projections, () => this.queries.execute(query));
  }
}
