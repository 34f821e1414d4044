import { type DefinitionsInForce, readDefinitions } from '../definitions/definitions.table.js';
import type { TargetVersion } from '../definitions/definitions.js';
import type { Attainment } from '../figures/attainment.js';
import { readAttainments } from '../figures/attainment.table.js';
import { type DimensionFilters, filteredDimensions } from './cut.js';
import { firstSatisfyingSeq, type Queryable } from './day-sums.table.js';
import { firstSatisfyingSeqOfKeys } from './distinct-days.table.js';
import { type FigurePlan, planOf, planOfTarget } from './figure-plan.js';
import { shownFigure } from './figure-reading.js';
import { figureOf } from './figure.js';
import { type Goal, goalOf, satisfies } from './goal.js';
import { paceYears } from './pace.js';
import {
  type BesideTarget,
  type ProgressSetting,
  type TargetProgress,
  targetProgress,
} from './progress-answer.js';
import { readFigure } from './read-figure.table.js';

export interface ProgressQuestion {
  readonly programme: string;
  readonly effectiveAsOf: string;
  readonly filters: DimensionFilters;
}

export interface Progress {
  readonly programme: string;
  readonly targets: readonly TargetProgress[];
}

type WholePeriod = Extract<FigurePlan, { readonly kind: 'flow' | 'distinct' }>;

/** One question being answered: the definitions in force, and what is asked. */
interface Asked extends ProgressQuestion, ProgressSetting {
  readonly database: Queryable;
  readonly definitions: DefinitionsInForce;
  readonly attainments: readonly Attainment[];
}

/** Whether what is read up to the period's end satisfies the target, not only what is read up to some day in it. */
const isAchievedAtTheEnd = async (
  { database, effectiveAsOf }: Asked,
  goal: Goal,
  wholePeriod: WholePeriod,
): Promise<boolean> => {
  if (effectiveAsOf >= wholePeriod.cut.to) return true;
  const whole = await readFigure(database, wholePeriod);
  return whole?.kind === 'days' && satisfies(figureOf(whole.days, null, whole.from).actual, goal);
};

/**
 * Of a target that is achieved at the day asked. The unfiltered figure is followed as facts arrive; a filtered one is walked, and
 * only where the whole period satisfies the target.
 */
const achievedSeqOf = async (asked: Asked, target: TargetVersion): Promise<number | null> => {
  const { database, attainments, definitions, filters } = asked;
  const wholePeriod = planOfTarget(definitions.measures, target, { filters });
  const goal = goalOf(target.data);
  if (!goal || (wholePeriod?.kind !== 'flow' && wholePeriod?.kind !== 'distinct')) return null;
  if (!(await isAchievedAtTheEnd(asked, goal, wholePeriod))) return null;
  const { cut } = wholePeriod;
  if (filteredDimensions(filters).length === 0) {
    const followed = attainments.find(
      (attainment) => attainment.target === target.seq && attainment.computation === cut.computation,
    );
    return followed?.firstSeq ?? null;
  }
  return wholePeriod.kind === 'flow'
    ? firstSatisfyingSeq(database, cut, goal)
    : firstSatisfyingSeqOfKeys(database, cut, goal);
};

const besideOf = async (asked: Asked, target: TargetVersion): Promise<readonly BesideTarget[]> => {
  const { database, definitions } = asked;
  const beside: BesideTarget[] = [];
  for (const measure of target.data.beside) {
    const reading = await readFigure(database, planOf(definitions.measures, measure, target, asked));
    const unit = definitions.measures.get(measure)?.data.unit ?? target.data.unit;
    beside.push({ measure, actual: shownFigure(reading, unit) });
  }
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
