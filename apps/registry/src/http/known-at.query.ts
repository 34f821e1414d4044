import { Injectable } from '@nestjs/common';
import { type BusinessDate, Clock, instantMs, shanghaiDay } from '#calendar';
import type { FigureBasis } from '#contract';
import { LogShortened, SequencePositions } from '#event-log';
import { problem } from '#problem-details';
import { ProjectionCheckpoints } from '#projections';
import { pause } from '#wake-up';
import { NotFilledIn, ProblemAnswer } from './problem-answer.js';
import type { KnownAt } from './query-parameters.js';

/** Where on the two time axes a figure is asked for. */
export interface AskedCut {
  readonly effectiveAsOf?: BusinessDate;
  readonly knownAt?: KnownAt;
}

/** What a figure rests on, as its answer says. */
export type FigureCut = FigureBasis & { readonly effectiveAsOf: BusinessDate };

/** As parameters come: one that was not given is absent. */
export const cutGiven = ({
  effectiveAsOf,
  knownAt,
}: {
  readonly effectiveAsOf?: BusinessDate | undefined;
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
    private readonly clock: Clock,
  ) {}

  /**
   * Waits until all of these have passed the place; of an instant until a later fact is projected too, or so long after it that none
   * can be recorded by then any more. `deadline`: of `performance.now()`, as below.
   */
  async seqOf(names: readonly string[], asked: KnownAt, deadline: number): Promise<number> {
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
      if (leftMs <= 0) throw await this.notYet(names, last);
      await pause(Math.min(pollMs, leftMs));
    }
  }

  /** Nothing in it changes afterwards. @throws LogShortened when the fact is not there any more */
  async basis(
    names: readonly string[],
    knownAt: number,
    effectiveAsOf: BusinessDate | undefined,
  ): Promise<FigureCut> {
    const { recordedAt, definitions, isBeyondHead, parked } = await this.progress.progress(names, knownAt);
    if (isBeyondHead || (recordedAt === null && knownAt > 0)) throw new LogShortened();
    return {
      seq: knownAt,
      recordedAt,
      effectiveAsOf: effectiveAsOf ?? shanghaiDay(recordedAt === null ? 0 : instantMs(recordedAt)),
      knownAt,
      definitions,
      parked,
    };
  }

  private async passed(names: readonly string[], seq: number, deadline: number): Promise<void> {
    const leftMs = Math.max(0, deadline - performance.now());
    if (!(await this.progress.waitUntilProjected(names, seq, leftMs))) throw await this.notYet(names, seq);
  }

  /** With the position up to which all that is waited for is projected. */
  private async notYet(names: readonly string[], seq: number): Promise<ProblemAnswer> {
    const reached = await this.progress.reached(names, seq);
    return new ProblemAnswer(problem('not-yet-projected', { position: await this.positions.upTo(reached) }));
  }

  /** The same, of a position that may not even stand in the sequence. */
  async notShown(names: readonly string[], position: string): Promise<ProblemAnswer> {
    const seq = await this.positions.sequenced(position, 0);
    return this.notYet(names, seq ?? Number.MAX_SAFE_INTEGER);
  }

  /** What is read, once it is filled in. @throws what else went wrong; 504 when it is not filled in in time */
  async onceFilledIn<Answer>(deadline: number, read: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof NotFilledIn)) throw error;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) throw await this.notFilledIn(error);
        await pause(Math.min(pollMs, leftMs));
      }
    }
  }

  /** With the position up to which facts are counted for a definition that came after them. */
  private async notFilledIn({ upTo }: NotFilledIn): Promise<ProblemAnswer> {
    return new ProblemAnswer(
      problem('not-yet-projected', {
        detail: 'Facts that were recorded before a definition are still being counted for it.',
        position: await this.positions.upTo(upTo),
      }),
    );
  }
}
