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

/** What a report may be told to have come to, in one word. */
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

/** One line of a batch's answer: as if sent alone, with its place and status. */
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

/** Whether a dry run has an outcome of its own words; what failed is reported as ever. */
export const isDryOutcome = (outcome: Answered): outcome is RecordedOutcome | RefusedOutcome =>
  outcome.outcome === 'recorded' || outcome.outcome === 'refused';

/** What a dry run says: nothing was recorded, and what would have been. */
export const dryRunAnswer = (outcome: RecordedOutcome | RefusedOutcome): DryRunOutcome => {
  const nothing = { outcome: 'not-recorded', id: outcome.id, dryRun: true, position: null } as const;
  if (outcome.outcome === 'refused') return { ...nothing, wouldBe: 'refused', problem: problemOf(outcome) };
  return { ...nothing, wouldBe: outcome.repeated ? 'repeated' : 'recorded', flags: outcome.flags };
};

/** Of one among many, decided or dry. */
export const resultOf = (outcome: Answered, index: number, isDry: boolean): BatchResult =>
  isDry && isDryOutcome(outcome)
    ? { index, status: 200, ...dryRunAnswer(outcome) }
    : batchResult(outcome, index);

/** Violations that one answer lists at most. */
const mostListed = 10_000;

/** Of every report the first violation is told, and all that are listed as long as the answer has room for them. */
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

/** At or after this position, if any, and the outcome's where it is recorded, now or before. */
export const positionAfter = (last: string | null, outcome: Answered): string | null => {
  if (outcome.outcome !== 'recorded') return last;
  return last === null ? outcome.position : laterPosition(last, outcome.position);
};

/** At or after the position of every report in the batch that is recorded; null if there is none. */
export const lastPosition = (outcomes: readonly Answered[]): string | null =>
  outcomes.reduce(positionAfter, null as string | null);
