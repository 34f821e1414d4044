import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { MeasureBeside, Progress, TargetProgress } from '#contract';
import {
  type Attainment,
  besidePlans,
  type DefinitionsInForce,
  type DimensionFilters,
  type FigureFold,
  type FigurePlan,
  type FigureReading,
  figureOf,
  filteredDimensions,
  type FollowedTarget,
  followedTarget,
  paceYears,
  planOfTarget,
  satisfies,
  shownFigure,
  type TargetVersion,
} from '#figures';
import { readDefinitions } from '../definitions/definitions.table.js';
import { readAttainments } from '../tables/attainment.table.js';
import { distinctDays, firstSatisfyingSeqOfKeys } from '../tables/distinct.table.js';
import { daySums, firstSatisfyingSeq, latestSum, type Queryable, sumOf } from '../tables/sums.table.js';
import { type ProgressSetting, targetProgress } from './progress-answer.js';

export interface ProgressQuestion {
  readonly programme: string;
  readonly effectiveAsOf: string;
  readonly filters: DimensionFilters;
}

/** One question being answered: the definitions in force, and what is asked. */
interface Asked extends ProgressQuestion, ProgressSetting {
  readonly database: Queryable;
  readonly definitions: DefinitionsInForce;
  readonly attainments: readonly Attainment[];
}

/** Reads from the tables what a plan needs. */
const readFigure = async (database: Queryable, plan: FigurePlan | null): Promise<FigureReading | null> => {
  switch (plan?.kind) {
    case undefined:
      return null;
    case 'flow':
      return { kind: 'days', from: plan.cut.from, days: await daySums(database, plan.cut) };
    case 'distinct':
      return { kind: 'days', from: plan.cut.from, days: await distinctDays(database, plan) };
    case 'balance':
      return { kind: 'quantity', quantity: await sumOf(database, plan.cut) };
    case 'growth':
      return {
        kind: 'growth',
        now: await sumOf(database, plan.now),
        base: await sumOf(database, plan.base),
      };
    case 'latest':
      return { kind: 'quantity', quantity: await latestSum(database, plan.cut) };
  }
};

/** Whether what is read up to the period's end satisfies the target, not only what is read up to some day in it. */
const isAchievedAtTheEnd = async (
  { database, effectiveAsOf }: Asked,
  { goal, plan }: FollowedTarget,
): Promise<boolean> => {
  if (effectiveAsOf >= plan.cut.to) return true;
  const whole = await readFigure(database, plan);
  return whole?.kind === 'days' && satisfies(figureOf(whole.days, null, whole.from).actual, goal);
};

/**
 * Of a target that is achieved at the day asked. The unfiltered figure is followed as facts arrive; a filtered one is walked, and
 * only where the whole period satisfies the target.
 */
const achievedSeqOf = async (asked: Asked, target: TargetVersion): Promise<number | null> => {
  const { database, attainments, definitions, filters } = asked;
  const followed = followedTarget(definitions.measures, target, filters);
  if (!followed || !(await isAchievedAtTheEnd(asked, followed))) return null;
  const { goal, plan } = followed;
  if (filteredDimensions(filters).length === 0) {
    const attained = attainments.find(
      ({ target: seq, computation }) => seq === target.seq && computation === plan.cut.computation,
    );
    return attained?.firstSeq ?? null;
  }
  return plan.kind === 'flow'
    ? firstSatisfyingSeq(database, plan.cut, goal)
    : firstSatisfyingSeqOfKeys(database, plan.cut, goal);
};

const besideOf = async (asked: Asked, target: TargetVersion): Promise<readonly MeasureBeside[]> => {
  const { database, definitions } = asked;
  const beside: MeasureBeside[] = [];
  for (const { measure, unit, plan } of besidePlans(definitions.measures, target, asked))
    beside.push({ measure, actual: shownFigure(await readFigure(database, plan), unit) });
  return beside;
};

const progressOfTarget = async (asked: Asked, target: TargetVersion): Promise<TargetProgress> => {
  const { database, definitions } = asked;
  const reading = await readFigure(database, planOfTarget(definitions.measures, target, asked));
  const beside = await besideOf(asked, target);
  const shown = targetProgress(target, reading, null, beside, asked);
  return shown.achieved ? { ...shown, achievedSeq: await achievedSeqOf(asked, target) } : shown;
};

/** How far a programme is, with the definitions in force; null when it is not defined. */
export const progressOf = async (
  database: Queryable,
  question: ProgressQuestion,
): Promise<Progress | null> => {
  const definitions = await readDefinitions(database, question);
  if (definitions.programmes.length === 0) return null;
  const asked: Asked = {
    ...question,
    database,
    definitions,
    years: paceYears(definitions.calendars),
    attainments: await readAttainments(database),
  };
  const targets: TargetProgress[] = [];
  for (const target of definitions.targets) targets.push(await progressOfTarget(asked, target));
  return { programme: question.programme, targets };
};

/** The targets as `GET /v1/programmes/{code}/progress` has them without filters; null when the programme is not defined. */
export const progressOfFold = (
  fold: FigureFold,
  programme: string,
  effectiveAsOf: string,
): readonly TargetProgress[] | null =>
  fold
    .targets(programme, effectiveAsOf)
    ?.map(({ target, reading, achievedSeq, beside }) =>
      targetProgress(target, reading, achievedSeq, beside, { effectiveAsOf, years: fold.years }),
    ) ?? null;

/** How far a programme is; null when it is not defined. All figures are of one moment when it is asked inside a snapshot. */
export class ProgressQuery extends Query<Progress | null> {
  constructor(readonly question: ProgressQuestion) {
    super();
  }
}

@QueryHandler(ProgressQuery)
export class ProgressHandler implements IQueryHandler<ProgressQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ question }: ProgressQuery): Promise<Progress | null> {
    return progressOf(this.pool, question);
  }
}
