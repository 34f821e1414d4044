import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { isIdentifier } from '#identifiers';
import { problem } from '#problem-details';
import { LongAnswers } from '../http/long-answers.server.js';
import { allowedFilters } from '../http/own-things.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { eventStream } from '../http/progress-events.js';
import { dimensions } from '../http/query-parameters.js';
import { Asked, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';
import { LiveProgress } from './live-progress.query.js';

const asked = z.strictObject({
  programme: z.string().max(64).refine(isIdentifier, 'must be a code'),
  ...dimensions,
});

const place = /^\d{1,15}$/;

/** Null where none was seen. */
const lastSeen = ({ headers }: FastifyRequest): number | null => {
  const given = headers['last-event-id'];
  if (given === undefined) return null;
  if (typeof given !== 'string' || !place.test(given))
    throw new ProblemAnswer(
      problem('invalid-request', {
        detail: 'Last-Event-ID is the id of an event that was told here: a seq.',
      }),
    );
  return Number(given);
};

@Controller('v1/live')
export class LiveController {
  constructor(
    private readonly live: LiveProgress,
    private readonly longAnswers: LongAnswers,
  ) {}

  @Route('GET', '', {
    operationId: 'followProgress',
    summary: 'Progress of a programme after each change, at most four times a second',
    access: access.everyRole,
    query: asked,
    headers: eventStream.requestHeaders,
    sendsItself: true,
    problems: [403, 404],
    answers: {
      200: eventStream.answer(
        'Events named `progress`; the data of each is the whole progress, its id the seq that it rests on',
      ),
    },
  })
  async follow(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() caller: Principal,
    @Asked() { programme, ...given }: z.infer<typeof asked>,
  ): Promise<void> {
    const question = { programme, filters: allowedFilters(caller, given) };
    const seen = lastSeen(request);
    await this.longAnswers.send(request, reply, {
      kind: 'events',
      ...eventStream.sent,
      parts: (gone) => this.live.events(request, question, seen, gone),
    });
  }
}
