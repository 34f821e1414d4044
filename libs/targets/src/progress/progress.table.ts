import { type DefinitionsInForce, readDefinitions } from '../definitions/definitions.table.js';
import type { TargetVersion } from '../definitions/definitions.js';
import { readAttainments } from '../figures/attainment.table.js';
import { cutOf } from '../figures/target-cut.js';
import type { Attainment } from '../figures/attainment.js';
import { type Cut, type DimensionFilters, filteredDimensions } from './cut.js';
import { daySums, firstSatisfyingSeq, type Queryable } from './day-sums.table.js';
import { type Figure, figureOf } from './figure.js';
import { goalOf, quantityText } from './goal.js';
import { type BesideTarget, type TargetProgress, targetProgress } from './progress-answer.js';

export interface ProgressQuestion {
  readonly programme: string;
  readonly effectiveAsOf: string;
  readonly filters: DimensionFilters;
}

export interface Progress {
  readonly programme: string;
  readonly targets: readonly TargetProgress[];
}

/** One question being answered: the definitions in force, and what is asked. */
interface Asked extends ProgressQuestion {
  readonly database: Queryable;
  readonly definitions: DefinitionsInForce;
  readonly attainments: readonly Attainment[];
}

/** The unfiltered figure is followed as facts arrive; a filtered one is walked, and only once it is achieved. */
const achievedSeqOf = (asked: Asked, target: TargetVersion, wholePeriod: Cut): Promise<number | null> => {
  if (filteredDimensions(asked.filters).length === 0) {
    const followed = asked.attainments.find(
      (attainment) => attainment.target === target.seq && attainment.computation === wholePeriod.computation,
    );
    return Promise.resolve(followed?.firstSeq ?? null);
  }
  const goal = goalOf(target.data);
  return goal ? firstSatisfyingSeq(asked.database, wholePeriod, goal) : Promise.resolve(null);
};

const besideOf = async (asked: Asked, { data }: TargetVersion): Promise<readonly BesideTarget[]> => {
  const beside: BesideTarget[] = [];
  for (const code of data.beside) {
    const measure = asked.definitions.measures.get(code);
    const cut = cutOf(measure, data, asked);
    const days = cut && (await daySums(asked.database, cut));
    const sum = days?.reduce((total, { quantity }) => total + quantity, 0n) ?? null;
    beside.push({
      measure: code,
      actual: sum === null || !measure ? null : quantityText(sum, measure.data.unit),
    });
  }
  return beside;
};

const progressOfTarget = async (asked: Asked, target: TargetVersion): Promise<TargetProgress> => {
  const { data } = target;
  const measure = asked.definitions.measures.get(data.measure);
  const cut = measure?.data.unit === data.unit ? cutOf(measure, data, asked) : null;
  const wholePeriod = cut && cutOf(measure, data, { filters: asked.filters });
  const figure: Figure | null = cut && figureOf(await daySums(asked.database, cut), goalOf(data), cut.from);
  const achievedSeq =
    figure?.achieved && wholePeriod ? await achievedSeqOf(asked, target, wholePeriod) : null;
  return targetProgress(target, figure, achievedSeq, await besideOf(asked, target));
};

/** How far a programme is, with the definitions in force; null when it is not defined. */
export const progressOf = async (
  database: Queryable,
  question: ProgressQuestion,
): Promise<Progress | null> => {
  const definitions = await readDefinitions(database, question);
  if (definitions.programmes.length === 0) return null;
  const asked: Asked = { ...question, database, definitions, attainments: await readAttainments(database) };
  const targets: TargetProgress[] = [];
  for (const target of definitions.targets) targets.push(await progressOfTarget(asked, target));
  return { programme: question.programme, targets };
};
