import { Injectable } from '@nestjs/common';
import { type BusinessDate, Clock, instantMs, shanghaiDay } from '#calendar';
import type { FigureBasis } from '#contract';
import { LogShortened, SequencePositions } from '#event-log';
import { problem } from '#problem-details';
import { ProjectionCheckpoints } from '#projections';
import { pause } from '#wake-up';
import { NotFilledIn, ProblemAnswer } from './problem-answer.js';
import type { KnownAt } from './query-parameters.js';

/** The place on the two time axes at which a figure is asked for. */
export interface AskedCut {
  readonly effectiveAsOf?: BusinessDate;
  readonly knownAt?: KnownAt;
}

/** The basis of a figure's answer. */
export type FigureCut = FigureBasis & { readonly effectiveAsOf: BusinessDate };

/** With the name of the definitions in force there (`ProjectionState`). */
export interface Based<Of> {
  readonly basis: Of;
  readonly definitionsName: string | null;
}

/** The snapshot that an answer was to be read from has not passed the seq yet. */
class NotPassed extends Error {
  constructor(readonly seq: number) {
    super(`The fact ${seq} is not projected yet.`);
  }
}

/** The cut out of query parameters; one that was not given is absent. */
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

/** This long after an instant no fact can be recorded before it any more: the clocks of all registries differ by less. */
const settledMs = 60_000;
const pollMs = 200;

const wrongKnownAt = (message: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', {
      detail: 'A query parameter is not understood.',
      errors: [{ pointer: '?knownAt', message }],
    }),
  );

/** Resolves `knownAt` to a seq, and gives the basis of an answer as known there, which never changes. */
@Injectable()
export class KnownSeqs {
  constructor(
    private readonly progress: ProjectionCheckpoints,
    private readonly positions: SequencePositions,
    private readonly clock: Clock,
  ) {}

  /**
   * The seq that `knownAt` means. Of an instant once a later fact is projected, or 60 s have passed since. `deadline`: of
   * `performance.now()`, here and below.
   */
  async seqOf(names: readonly string[], asked: KnownAt, deadline: number): Promise<number> {
    if ('seq' in asked) return asked.seq;
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

  /**
   * The basis of an answer, the same for ever.
   *
   * @throws NotPassed where the snapshot has not, LogShortened where the log no longer holds the fact
   */
  async basis(
    names: readonly string[],
    knownAt: number,
    effectiveAsOf: BusinessDate | undefined,
  ): Promise<Based<FigureCut>> {
    const state = await this.progress.progress(names, knownAt);
    const { recordedAt, definitions, definitionsName, parked } = state;
    if (state.isBeyondHead) throw new LogShortened();
    if (!state.isProjected) throw new NotPassed(knownAt);
    const day = effectiveAsOf ?? shanghaiDay(recordedAt === null ? 0 : instantMs(recordedAt));
    const basis = { seq: knownAt, recordedAt, effectiveAsOf: day, knownAt, definitions, parked };
    return { basis, definitionsName };
  }

  private async passed(names: readonly string[], seq: number, deadline: number): Promise<void> {
    const leftMs = Math.max(0, deadline - performance.now());
    if (!(await this.progress.waitUntilProjected(names, seq, leftMs))) throw await this.notYet(names, seq);
  }

  /** 504, with the position up to which everything is projected. */
  private async notYet(names: readonly string[], seq: number): Promise<ProblemAnswer> {
    const reached = await this.progress.reached(names, seq);
    return new ProblemAnswer(problem('not-yet-projected', { position: await this.positions.upTo(reached) }));
  }

  /** 504 for a position, which may not have a seq yet. */
  async notShown(names: readonly string[], position: string): Promise<ProblemAnswer> {
    const seq = await this.positions.sequenced(position, 0);
    return this.notYet(names, seq ?? Number.MAX_SAFE_INTEGER);
  }

  /**
   * Reads until the snapshot has passed the seq asked for, and the back-fill of the figure is complete. Mostly they are there at once, so
   * that nothing is asked beforehand.
   *
   * @throws 504 where they are not in time, and any other error of `read`
   */
  async onceShown<Answer>(
    names: readonly string[],
    deadline: number,
    read: () => Promise<Answer>,
  ): Promise<Answer> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (error instanceof NotPassed) await this.passed(names, error.seq, deadline);
        else if (error instanceof NotFilledIn) await this.pauseOnce(error, deadline);
        else throw error;
      }
    }
  }

  private async pauseOnce(error: NotFilledIn, deadline: number): Promise<void> {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) throw await this.notFilledIn(error);
    await pause(Math.min(pollMs, leftMs));
  }

  /** 504, with the position up to which the definition's back-fill has counted. */
  private async notFilledIn({ upTo }: NotFilledIn): Promise<ProblemAnswer> {
    return new ProblemAnswer(
      problem('not-yet-projected', {
        detail: 'Facts that were recorded before a definition are still being counted for it.',
        position: await this.positions.upTo(upTo),
      }),
    );
  }
}
