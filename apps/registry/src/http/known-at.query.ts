import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock, instantMs, shanghaiDay } from '#calendar';
import type { FigureBasis } from '#contract';
import { LogShortened, SequencePositions } from '#event-log';
import { problem } from '#problem-details';
import { ProjectionCheckpoints } from '#projections';
import { DefinitionsInForceQuery } from '#targets';
import { pause } from '#wake-up';
import { ProblemAnswer } from './problem-answer.js';
import type { KnownAt } from './query-parameters.js';

/** Where on the two time axes a figure is asked for. */
export interface AskedCut {
  readonly effectiveAsOf?: string;
  readonly knownAt?: KnownAt;
}

/** As parameters come: one that was not given is absent. */
export const cutGiven = ({
  effectiveAsOf,
  knownAt,
}: {
  readonly effectiveAsOf?: string | undefined;
  readonly knownAt?: KnownAt | undefined;
}): AskedCut => ({
  ...(effectiveAsOf === undefined ? {} : { effectiveAsOf }),
  ...(knownAt === undefined ? {} : { knownAt }),
});

/** What is recorded by an instant is settled by then at the latest: the clocks of those who record are closer together. */
const settledMs = 60_000;
const pollMs = 200;

const wrongKnownAt = (message: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', {
      detail: 'A query parameter is not understood.',
      errors: [{ pointer: '?knownAt', message }],
    }),
  );

/** The place in the order that `knownAt` means, and what an answer as known there rests on: the same for ever. */
@Injectable()
export class KnownSeqs {
  constructor(
    private readonly progress: ProjectionCheckpoints,
    private readonly positions: SequencePositions,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Waits until all of these have passed the place; of an instant until a later fact is projected too, or so long after it that none
   * can be recorded by then any more.
   */
  async seqOf(names: readonly string[], asked: KnownAt, timeoutMs: number): Promise<number> {
    const deadline = performance.now() + timeoutMs;
    if ('seq' in asked) {
      await this.passed(names, asked.seq, deadline);
      return asked.seq;
    }
    if (asked.instantMs > this.clock.now()) throw wrongKnownAt('must not be an instant still to come');
    for (;;) {
      const { last, later } = await this.progress.recordedBy(asked.instantMs);
      if (later !== null || this.clock.now() >= asked.instantMs + settledMs) {
        await this.passed(names, later ?? last, deadline);
        return last;
      }
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw await this.notYet(names);
      await pause(Math.min(pollMs, leftMs));
    }
  }

  /** Nothing in it changes afterwards. @throws LogShortened when the fact is not there any more */
  async basis(
    names: readonly string[],
    knownAt: number,
    effectiveAsOf: string | undefined,
  ): Promise<FigureBasis> {
    const { recordedAt, isBeyondHead, parked } = await this.progress.progress(names, knownAt);
    if (isBeyondHead || (recordedAt === null && knownAt > 0)) throw new LogShortened();
    return {
      seq: knownAt,
      recordedAt,
      effectiveAsOf: effectiveAsOf ?? shanghaiDay(recordedAt === null ? 0 : instantMs(recordedAt)),
      knownAt,
      definitions: await this.queries.execute(new DefinitionsInForceQuery(knownAt)),
      parked,
    };
  }

  private async passed(names: readonly string[], seq: number, deadline: number): Promise<void> {
    const leftMs = Math.max(0, deadline - performance.now());
    if (!(await this.progress.waitUntilProjected(names, seq, leftMs))) throw await this.notYet(names);
  }

  /** With the position up to which all of these are projected. */
  async notYet(names: readonly string[]): Promise<ProblemAnswer> {
    const { seq } = await this.progress.progress(names);
    return new ProblemAnswer(problem('not-yet-projected', { position: await this.positions.upTo(seq) }));
  }
}
