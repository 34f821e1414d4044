import type { Comparator, Names, TargetPeriod, Unit } from '#facts';
import { truncatedDecimal } from '#money';
import type { TargetVersion } from '../definitions/definitions.js';
import type { Figure } from './figure.js';
import { quantityOf, quantityText } from './goal.js';

/** One measure shown beside a target, over the same period and cut. */
export interface BesideTarget {
  readonly measure: string;
  readonly actual: string | null;
}

/** One target of a progress answer (3.3). Quantities are decimal strings; absent knowledge is null. */
export interface TargetProgress {
  readonly code: string;
  readonly name: Names;
  readonly measure: string;
  readonly unit: Unit;
  readonly comparator: Comparator;
  readonly threshold: string | null;
  readonly actual: string | null;
  readonly ratio: string | null;
  readonly achieved: boolean;
  readonly achievedOn: string | null;
  readonly achievedSeq: number | null;
  readonly remaining: string | null;
  readonly period: TargetPeriod;
  readonly pace: null;
  readonly forecast: null;
  readonly beside: readonly BesideTarget[];
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** `figure` is null where the operation or its facts are not built. */
export const targetProgress = (
  { data }: TargetVersion,
  figure: Figure | null,
  achievedSeq: number | null,
  beside: readonly BesideTarget[],
): TargetProgress => {
  const { code, name, measure, unit, comparator, threshold, period } = data;
  const limit = threshold === null || figure === null ? null : quantityOf(threshold, unit);
  return {
    code,
    name,
    measure,
    unit,
    comparator,
    threshold,
    actual: figure && quantityText(figure.actual, unit),
    ratio: figure && limit !== null && limit !== 0n ? truncatedDecimal(figure.actual, limit, 4) : null,
    achieved: figure?.achieved ?? false,
    achievedOn: figure?.achievedOn ?? null,
    achievedSeq: figure?.achieved ? achievedSeq : null,
    remaining:
      figure && limit !== null && comparator !== 'INFO'
        ? quantityText(most(0n, limit - figure.actual), unit)
        : null,
    period,
    pace: null,
    forecast: null,
    beside,
  };
};
