import type { BusinessDate } from '#calendar';
import type { BackFillProgress, Forecast, MeasureBeside, TargetProgress } from '#contract';
import type { CalendarSet } from '#facts';
import {
  type FigureReading,
  figureOf,
  goalOf,
  growthOf,
  growthProgress,
  type GrowthProgress,
  paceOf,
  quantityOf,
  quantityText,
  satisfies,
  type TargetVersion,
} from '#figures';
import { truncatedDecimal } from '#money';

/** The members of an answer that follow from a target's figure. */
interface Shown extends GrowthProgress, Pick<TargetProgress, 'achievedOn' | 'pace'> {}

/** What the answers of all targets of a question share. */
export interface ProgressSetting {
  readonly effectiveAsOf: BusinessDate;
  /** The years of the calendar that paces use. */
  readonly years: readonly CalendarSet['data'][];
  /** Progress of each target's back-fill; absent: all are complete. */
  readonly backFillOf?: (target: TargetVersion) => BackFillProgress;
}

const nothing: Shown = {
  actual: null,
  ratio: null,
  achieved: false,
  remaining: null,
  achievedOn: null,
  pace: null,
};

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const quantityProgress = (
  { threshold, comparator, unit }: TargetVersion['data'],
  actual: bigint,
): Pick<Shown, 'actual' | 'ratio' | 'remaining'> => {
  const limit = threshold === null ? null : quantityOf(threshold, unit);
  return {
    actual: quantityText(actual, unit),
    ratio: limit === null || limit === 0n ? null : truncatedDecimal(actual, limit, 4),
    remaining: limit === null || comparator === 'INFO' ? null : quantityText(most(0n, limit - actual), unit),
  };
};

const shownBy = (
  { data }: TargetVersion,
  reading: FigureReading | null,
  { effectiveAsOf, years }: ProgressSetting,
): Shown => {
  if (reading === null) return nothing;
  const { unit, threshold, path, period } = data;
  switch (reading.kind) {
    case 'growth':
      return { ...nothing, ...growthProgress(data, growthOf(reading.now, reading.base)) };
    case 'quantity': {
      const { quantity } = reading;
      if (quantity === null) return nothing;
      const achieved = satisfies(quantity, goalOf(data));
      return { ...nothing, ...quantityProgress(data, quantity), achieved };
    }
    case 'days': {
      const { actual, achieved, achievedOn } = figureOf(reading.days, goalOf(data), reading.from);
      const limit = threshold === null ? null : quantityOf(threshold, unit);
      const paced = { effectiveAsOf, threshold: limit, unit, path, actual, days: reading.days };
      const pace = 'from' in period ? paceOf({ ...paced, period }, years) : null;
      return { ...quantityProgress(data, actual), achieved, achievedOn, pace };
    }
  }
};

/** Members of an answer that do not follow from its figure. */
interface Accompanied {
  readonly beside: readonly MeasureBeside[];
  /** Absent: the figure is not forecast. */
  readonly forecast?: Forecast | null;
}

/** `reading`: null where the figure is not known. `achievedSeq`: of the whole period, where it is followed. */
export const targetProgress = (
  target: TargetVersion,
  reading: FigureReading | null,
  achievedSeq: number | null,
  { beside, forecast = null }: Accompanied,
  setting: ProgressSetting,
): TargetProgress => {
  const { code, name, measure, unit, comparator, threshold, period } = target.data;
  const { version } = target;
  const { actual, ratio, achieved, achievedOn, remaining, pace } = shownBy(target, reading, setting);
  return {
    code,
    version,
    name,
    measure,
    unit,
    comparator,
    threshold,
    actual,
    ratio,
    achieved,
    achievedOn,
    achievedSeq: achieved && reading?.kind === 'days' ? achievedSeq : null,
    remaining,
    period,
    pace,
    forecast,
    beside,
    backFill: setting.backFillOf?.(target) ?? null,
  };
};
