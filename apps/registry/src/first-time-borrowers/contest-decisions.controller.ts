import { Controller, Param, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { Principal } from '#access';
import { type ContestDecision, contestDecisionShape } from '#contract';
import { type DecideContestBody, decideContestBody, DecideContestCommand } from '#first-time-borrowers';
import { problem } from '#problem-details';
import { ProblemAnswer } from '../http/problem-answer.js';
import { ReadSide } from '../http/read-side.query.js';
import { authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { located, Route } from '../http/route.controller.js';
import { arbiter } from '../operations/registry-state.js';

/** Shown once the arbiter has answered and its answer stands in the books and figures. */
const shownIn = ['loan-book', 'targets', arbiter] as const;

@Controller('v1/first-time-borrowers')
export class ContestDecisionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('POST', ':borrowerKey/decision', {
    operationId: 'decideContest',
    summary: 'Decide which of several contested first-time claims goes first',
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
