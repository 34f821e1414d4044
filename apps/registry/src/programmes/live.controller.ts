import { Controller, Injectable, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { type BusinessDate, Clock, shanghaiDay } from '#calendar';
import { canonicalJson } from '#canonical-json';
import type { ProgressAnswer } from '#contract';
import type { DimensionFilters } from '#figures';
import { isIdentifier } from '#identifiers';
import { problem } from '#problem-details';
import { ProjectionCheckpoints } from '#projections';
import { ProgressQuery } from '#targets';
import { pause } from '#wake-up';
import type { FigureCut } from '../http/known-at.query.js';
import { LongAnswers } from '../http/long-answers.server.js';
import { allowedFilters } from '../http/callers.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { eventStream, heartbeat, progressEvent, usualPace } from '../http/progress-events.js';
import { dimensions } from '../http/query-parameters.js';
import { ReadSide } from '../http/read-side.query.js';
import { CheckedQuery, Caller } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';
import { arbiter } from '../operations/registry-state.js';

const book = ['targets'] as const;

/** At most four events a second (3.3). Within this time a reading is shared with others who ask the same. */
const atMostEveryMs = 250;
/** After a reading, this many times its duration must pass before the next, so that slow ones take a quarter of the time at most. */
const restsPerReading = 3;
/** A back-fill changes figures without a new fact, so they are read at this interval meanwhile. */
const whileBackFillingMs = 1_000;

interface LiveQuestion {
  readonly programme: string;
  readonly filters: DimensionFilters;
}

/** A reading of the figures, with what identifies it. */
interface LiveReading {
  readonly seq: number;
  readonly effectiveAsOf: BusinessDate;
  readonly isBackFilling: boolean;
  /** The answer as JSON. */
  readonly text: string;
  /** The part of it that changes only with a fact, the day or a definition. */
  readonly figures: string;
}

const readingOf = (answer: ProgressAnswer & { readonly basis: FigureCut }): LiveReading => ({
  seq: answer.basis.seq,
  effectiveAsOf: answer.basis.effectiveAsOf,
  isBackFilling: answer.targets.some(({ backFill }) => backFill !== null),
  text: JSON.stringify(answer),
  figures: JSON.stringify(answer.targets),
});

const isNews = (last: LiveReading | undefined, reading: LiveReading, seen: number | null): boolean =>
  last === undefined
    ? reading.seq !== seen
    : reading.seq !== last.seq ||
      reading.effectiveAsOf !== last.effectiveAsOf ||
      reading.figures !== last.figures;

/** Progress of programmes as server-sent events. Subscribers of the same figures share one reading. */
@Injectable()
export class LiveProgress {
  private readonly readings = new Map<string, Promise<LiveReading>>();

  constructor(
    private readonly readSide: ReadSide,
    private readonly queries: QueryBus,
    private readonly progress: ProjectionCheckpoints,
    private readonly clock: Clock,
  ) {}

  /**
   * Yields the whole progress whenever facts, a definition or the day changed it, and heartbeats in between. `seen`: seq of the last event
   * that the client has; where that is the current one, the first event is a heartbeat.
   *
   * @throws ProblemAnswer 404, before the first event, where there is no such programme
   */
  async *events(
    request: FastifyRequest,
    question: LiveQuestion,
    seen: number | null,
    gone: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    let last: LiveReading | undefined;
    do {
      const reading = await this.reading(request, question);
      yield isNews(last, reading, seen) ? progressEvent(reading.seq, reading.text) : heartbeat;
      last = reading;
      await pause(atMostEveryMs, gone);
      await this.untilChanged(reading, gone);
    } while (!gone.aborted);
  }

  private reading(request: FastifyRequest, question: LiveQuestion): Promise<LiveReading> {
    const name = canonicalJson(question);
    const made = this.readings.get(name);
    if (made) return made;
    const begunAt = performance.now();
    const forget = (): unknown => this.readings.delete(name);
    const making = this.read(request, question);
    this.readings.set(name, making);
    making.then(() => {
      const tookMs = performance.now() - begunAt;
      setTimeout(forget, Math.max(atMostEveryMs - tookMs, restsPerReading * tookMs)).unref();
    }, forget);
    return making;
  }

  private async read(request: FastifyRequest, { programme, filters }: LiveQuestion): Promise<LiveReading> {
    const answer = await this.readSide.figure(request, book, {}, async (cut, definitionsName) => {
      const { effectiveAsOf, knownAt } = cut;
      const progress = await this.queries.execute(
        new ProgressQuery({ programme, effectiveAsOf, knownAt, filters }, definitionsName),
      );
      if (!progress) throw new ProblemAnswer(problem('not-found'));
      return progress;
    });
    return readingOf(answer);
  }

  /** Waits for new facts or another day, at most until the next heartbeat or reading is due. */
  private async untilChanged({ seq, isBackFilling, effectiveAsOf }: LiveReading, gone: AbortSignal) {
    if (shanghaiDay(this.clock.now()) !== effectiveAsOf) return;
    const atMostMs = isBackFilling ? whileBackFillingMs : usualPace.heartbeatMs;
    await this.progress.waitForMore([...book, arbiter], seq, atMostMs, gone);
  }
}

const asked = z.strictObject({
  programme: z.string().max(64).refine(isIdentifier, 'must be a code'),
  ...dimensions,
});

const place = /^\d{1,15}$/;

/** Null without the header. */
const lastSeen = ({ headers }: FastifyRequest): number | null => {
  const given = headers['last-event-id'];
  if (given === undefined) return null;
  if (typeof given !== 'string' || !place.test(given))
    throw new ProblemAnswer(
      problem('invalid-request', {
        detail: 'Last-Event-ID is the id of an event of this stream: a seq.',
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
    summary: {
      en: 'Progress of a programme after each change, at most four times a second',
      zh: '方案进度的实时推送：每次变化后发送，每秒最多四次',
    },
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
    @CheckedQuery() { programme, ...given }: z.infer<typeof asked>,
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
