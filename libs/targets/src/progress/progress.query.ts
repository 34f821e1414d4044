import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { Forecast, MeasureBeside, Progress, TargetProgress } from '#contract';
import {
  besidePlans,
  type DefinitionsInForce,
  type DimensionFilters,
  type FigureFold,
  type FigurePlan,
  filteredDimensions,
  followedTarget,
  goalOf,
  paceYears,
  planOfTarget,
  recentSince,
  shownFigure,
  type TargetVersion,
} from '#figures';
import { backFillsUnderWay } from '../back-fill/back-fill.table.js';
import { readDefinitions } from '../definitions/definitions.table.js';
import { RememberedDefinitions } from '../definitions/remembered-definitions.js';
import { readTargetsAsked } from '../definitions/targets-asked.query.js';
import { type NewestForecasts, readNewestForecasts } from '../forecasts/forecast.table.js';
import { attainedSeq } from '../tables/figures.table.js';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import { firstSatisfyingSeqOfKeys } from '../tables/distinct.table.js';
import type { Known, Queryable } from '../tables/closings.table.js';
import { firstSatisfyingSeq } from '../tables/walked-blocks.table.js';
import { type ProgressSetting, targetProgress } from './progress-answer.js';
import { gathering, readFigure } from './read-figure.query.js';

export interface ProgressQuestion {
  readonly programme: string;
  /** One target alone; absent: all of them. */
  readonly target?: string;
  /** Version of each target; absent: the one in force at `knownAt`. */
  readonly version?: number;
  readonly effectiveAsOf: BusinessDate;
  /** Seq up to which facts and definitions are known; the projection has passed it. */
  readonly knownAt: number;
  readonly filters: DimensionFilters;
}

/** A question with the definitions that it is answered under. */
interface Asked extends ProgressQuestion, ProgressSetting, Known {
  readonly definitions: DefinitionsInForce;
  readonly forecasts: NewestForecasts;
}

/**
 * `achievedSeq` of a target that is achieved on the day asked for: the first fact by which the whole period satisfied it, whether or not it
 * still does. For the unfiltered figure of a target in force it is kept as facts arrive; for others the blocks are searched.
 */
const achievedSeqOf = async (asked: Asked, target: TargetVersion): Promise<number | null> => {
  const { definitions, filters } = asked;
  const followed = followedTarget(definitions.measures, target, filters);
  if (!followed) return null;
  const { goal, plan } = followed;
  if (filteredDimensions(filters).length === 0 && target.isFollowed !== false)
    return attainedSeq({ target: target.seq, computation: plan.cut.computation }, asked);
  return plan.kind === 'flow'
    ? firstSatisfyingSeq(plan.cut, goal, asked)
    : firstSatisfyingSeqOfKeys(plan.cut, goal, asked);
};

const besideOf = (asked: Asked, target: TargetVersion): Promise<readonly MeasureBeside[]> =>
  Promise.all(
    besidePlans(asked.definitions.measures, target, asked).map(async ({ measure, unit, plan }) => ({
      measure,
      actual: shownFigure(await readFigure(plan, { goal: null, recent: null }, asked), unit),
    })),
  );

/** Forecasts exist only for unfiltered figures under the definitions in force. */
const forecastsShown = async (
  database: Queryable,
  { version, filters, ...question }: ProgressQuestion,
  targets: readonly TargetVersion[],
): Promise<NewestForecasts> =>
  version === undefined && filteredDimensions(filters).length === 0
    ? readNewestForecasts(database, targets, question)
    : new Map();

/** The forecast of a plan; null where it was made for another computation of the measure. */
const forecastOfPlan = (
  { forecasts }: Asked,
  { data }: TargetVersion,
  plan: FigurePlan | null,
): Forecast | null => {
  const found = forecasts.get(data.code);
  const isOfPlan =
    (plan?.kind === 'flow' || plan?.kind === 'distinct') && plan.cut.computation === found?.computation;
  return found && isOfPlan ? found.forecast : null;
};

const progressOfTarget = async (asked: Asked, target: TargetVersion): Promise<TargetProgress> => {
  const { definitions, effectiveAsOf, years } = asked;
  const { period } = target.data;
  const recent = 'from' in period ? recentSince({ period, effectiveAsOf }, years) : null;
  const plan = planOfTarget(definitions.measures, target, asked);
  const [reading, beside] = await Promise.all([
    readFigure(plan, { goal: goalOf(target.data), recent }, asked),
    besideOf(asked, target),
  ]);
  const shown = targetProgress(
    target,
    reading,
    null,
    { beside, forecast: forecastOfPlan(asked, target, plan) },
    asked,
  );
  return shown.achieved ? { ...shown, achievedSeq: await achievedSeqOf(asked, target) } : shown;
};

const settingOf = async (
  database: Queryable,
  definitions: DefinitionsInForce,
  { effectiveAsOf }: ProgressQuestion,
): Promise<ProgressSetting> => {
  const { ofTarget: backFillOf } = await backFillsUnderWay(database, definitions);
  return { effectiveAsOf, years: paceYears(definitions.calendars), backFillOf };
};

/**
 * Progress of a programme, under the definitions in force at `knownAt` or another version of its targets. Null where it was not defined, or
 * no target has that version. `inForce`: those definitions, where they are known; absent: they are read.
 */
export const progressOf = async (
  database: Queryable,
  question: ProgressQuestion,
  sizes: BlockSizes = shippedSizes,
  inForce?: DefinitionsInForce,
): Promise<Progress | null> => {
  const { programme } = question;
  const all = await readTargetsAsked(database, question, inForce);
  if (!all) return null;
  const chosen = all.filter(({ target }) => (question.target ?? target.data.code) === target.data.code);
  const forecasts = await forecastsShown(
    database,
    question,
    chosen.map(({ target }) => target),
  );
  const settings = new Map<DefinitionsInForce, ProgressSetting>();
  for (const { definitions } of chosen)
    if (!settings.has(definitions))
      settings.set(definitions, await settingOf(database, definitions, question));
  // All targets at the same time: their reads of one table are batched into one query.
  const known = gathering({ database, knownAt: question.knownAt, sizes });
  const targets = await Promise.all(
    chosen.flatMap(({ target, definitions }) => {
      const setting = settings.get(definitions);
      return setting
        ? [progressOfTarget({ ...question, ...known, ...setting, definitions, forecasts }, target)]
        : [];
    }),
  );
  return { programme, targets };
};

/** The targets of `GET /v1/programmes/{code}/progress` without filters, out of a fold; null where the programme is not defined. */
export const progressOfFold = (
  fold: FigureFold,
  programme: string,
  effectiveAsOf: BusinessDate,
): readonly TargetProgress[] | null =>
  fold
    .targets(programme, effectiveAsOf)
    ?.map(({ target, reading, achievedSeq, beside }) =>
      targetProgress(target, reading, achievedSeq, { beside }, { effectiveAsOf, years: fold.years }),
    ) ?? null;

/**
 * Progress of a programme; null where it was not defined. To be asked inside the snapshot of the basis. `definitionsName`: of those in force
 * there; absent or null: they are read.
 */
export class ProgressQuery extends Query<Progress | null> {
  constructor(
    readonly question: ProgressQuestion,
    readonly definitionsName: string | null = null,
  ) {
    super();
  }
}

@QueryHandler(ProgressQuery)
export class ProgressHandler implements IQueryHandler<ProgressQuery> {
  private readonly definitions = new RememberedDefinitions();

  constructor(private readonly pool: pg.Pool) {}

  async execute({ question, definitionsName }: ProgressQuery): Promise<Progress | null> {
    const { programme, knownAt } = question;
    const inForce = await this.definitions.of(programme, definitionsName, () =>
      readDefinitions(this.pool, { programme, asOf: knownAt }),
    );
    return progressOf(this.pool, question, shippedSizes, inForce);
  }
}
