import { Readable } from 'node:stream';
import type { BatchResult, DryRunOutcome, RecordedOutcome } from '#contract';
import { laterPosition } from '#event-log';
import type { Answered, RefusedOutcome } from '#intake';
import { type Problem, refusalProblem } from '#problem-details';
import { outcomeUnknown } from '../http/problem-answer.js';

export const problemOf = (outcome: Exclude<Answered, RecordedOutcome>): Problem => {
  switch (outcome.outcome) {
    case 'failed':
      return outcome.problem;
    case 'refused':
      return refusalProblem(outcome.violated, outcome);
    case 'unknown':
      return outcomeUnknown;
  }
};

/** The outcomes that an answer may name for a report. */
export const outcomeNames = ['recorded', 'repeated', 'refused', 'unknown', 'not-recorded'] as const;

export const outcomeNameOf = (outcome: Answered): (typeof outcomeNames)[number] => {
  if (outcome.outcome === 'recorded') return outcome.repeated ? 'repeated' : 'recorded';
  if (outcome.outcome === 'refused') return 'refused';
  return problemOf(outcome).outcome ?? 'not-recorded';
};

/** 201 recorded now, 200 recorded before, else the problem's. */
export const statusOf = (outcome: Answered): number => {
  if (outcome.outcome === 'recorded') return outcome.repeated ? 200 : 201;
  return problemOf(outcome).status;
};

/** One result of a batch: the answer as if the report were sent alone, with its index and status. */
const batchResult = (outcome: Answered, index: number): BatchResult => {
  const status = statusOf(outcome);
  if (outcome.outcome === 'recorded') return { index, status, ...outcome };
  return {
    index,
    status,
    outcome: problemOf(outcome).outcome ?? 'not-recorded',
    id: outcome.id,
    problem: problemOf(outcome),
  };
};

/** Whether the outcome has a form of its own in a dry run; failures are answered as usual. */
export const isDryOutcome = (outcome: Answered): outcome is RecordedOutcome | RefusedOutcome =>
  outcome.outcome === 'recorded' || outcome.outcome === 'refused';

/** The answer of a dry run: nothing was recorded, and what the outcome would have been. */
export const dryRunAnswer = (outcome: RecordedOutcome | RefusedOutcome): DryRunOutcome => {
  const nothing = { outcome: 'not-recorded', id: outcome.id, dryRun: true, position: null } as const;
  if (outcome.outcome === 'refused') return { ...nothing, wouldBe: 'refused', problem: problemOf(outcome) };
  return { ...nothing, wouldBe: outcome.repeated ? 'repeated' : 'recorded', flags: outcome.flags };
};

/** The result of one report of a batch, recorded or dry. */
export const resultOf = (outcome: Answered, index: number, isDry: boolean): BatchResult =>
  isDry && isDryOutcome(outcome)
    ? { index, status: 200, ...dryRunAnswer(outcome) }
    : batchResult(outcome, index);

/** Most violations that one answer lists. */
const mostListed = 10_000;

/** Cuts the lists of violations to what one answer holds. The first violation of every report stays. */
export const withinAnswer = (outcomes: readonly Answered[], most = mostListed): readonly Answered[] => {
  let left = Math.max(0, most - outcomes.length);
  return outcomes.map((outcome) => {
    if (outcome.outcome !== 'refused') return outcome;
    const [first, ...rest] = outcome.violated;
    const listed = rest.slice(0, left);
    left -= listed.length;
    const unlisted = (outcome.unlisted ?? 0) + rest.length - listed.length;
    return unlisted === 0 ? outcome : { ...outcome, violated: [first, ...listed], unlisted };
  });
};

/** The later of a position and that of the outcome, where it is recorded, now or before. */
export const positionAfter = (last: string | null, outcome: Answered): string | null => {
  if (outcome.outcome !== 'recorded') return last;
  return last === null ? outcome.position : laterPosition(last, outcome.position);
};

/** A position at or after every recorded report of the batch; null where none is recorded. */
export const lastPosition = (outcomes: readonly Answered[]): string | null =>
  outcomes.reduce(positionAfter, null as string | null);

/** Lines are written once they have this length together. */
const pieceCharacters = 32 * 1024;

/** How long a line waits at most for others to be written with it. */
const longestWaitMs = 20;

/**
 * A streamed answer of lines. Each write costs a system call, and encryption with TLS, so lines are collected while more are expected
 * soon. Back-pressure: `add` waits while the client does not read.
 */
export class AnswerLines extends Readable {
  private piece = '';
  private timer: NodeJS.Timeout | undefined;
  private isFull = false;
  private goOn: (() => void) | undefined;
  private isBegun = false;

  /** `write` begins with the first read, so that its failure always has a reader to report to. */
  constructor(private readonly write: (answer: AnswerLines) => Promise<void>) {
    super({ highWaterMark: 1 });
  }

  /** Undefined when the next line may be added at once; else resolves when the client has read, or the answer is destroyed. */
  add(line: string, isMoreComing: boolean): Promise<void> | undefined {
    this.piece += line;
    if (!isMoreComing || this.piece.length >= pieceCharacters) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), longestWaitMs);
    if (!this.isFull || this.destroyed) return undefined;
    return new Promise((goOn) => (this.goOn = goOn));
  }

  end(): void {
    this.flush();
    this.push(null);
  }

  override _read(): void {
    this.isFull = false;
    this.letGoOn();
    if (this.isBegun) return;
    this.isBegun = true;
    this.write(this).catch((error: Error) => this.destroy(error));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.timer);
    this.letGoOn();
    done(error);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.piece === '' || this.destroyed) return;
    const { piece } = this;
    this.piece = '';
    this.isFull = !this.push(piece);
  }

  private letGoOn(): void {
    this.goOn?.();
    this.goOn = undefined;
  }
}
