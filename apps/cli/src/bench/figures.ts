import { median, type Row, type Subject } from './interleaved.js';

/* What is read out of the rows of a round, beside what is asked for it. Where a row failed a figure is not a number. */

type Rows = readonly Row[];
type Value = (rows: Rows) => number;

export interface Figure {
  readonly name: string;
  /** Ratios are compared between runs; all else belongs to the machine of the run. */
  readonly unit: 'ratio' | 'ms' | 'µs' | 'per second' | 'per core-second';
  readonly better: 'higher' | 'lower';
  /** At least, or where lower is better at most; absent where nothing is asked. */
  readonly ask?: number;
  readonly value: Value;
}

/** What is measured, and what is read out of it. */
export interface Benchmarks {
  readonly subjects: readonly Subject[];
  readonly figures: readonly Figure[];
  /** What else takes part, each with its version. */
  readonly versions: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const rowOf = (rows: Rows, name: string): Row | undefined => rows.find((row) => row.name === name);

export const rateOf =
  (name: string): Value =>
  (rows) =>
    rowOf(rows, name)?.perSecond ?? Number.NaN;

export const p50Of =
  (name: string): Value =>
  (rows) =>
    rowOf(rows, name)?.p50Ms ?? Number.NaN;

export const p99Of =
  (name: string): Value =>
  (rows) =>
    rowOf(rows, name)?.p99Ms ?? Number.NaN;

export const mainThreadUsOf =
  (name: string): Value =>
  (rows) =>
    rowOf(rows, name)?.us?.mainThread ?? Number.NaN;

/** Microseconds of a server, its projector and all of PostgreSQL, without who puts it under load. */
const servingUsOf =
  (name: string): Value =>
  (rows) => {
    const us = rowOf(rows, name)?.us;
    return us ? us.server + us.projector + us.postgres : Number.NaN;
  };

/** Done in a second of one core, everything counted but the load. */
export const perCoreSecondOf =
  (name: string): Value =>
  (rows) =>
    1e6 / servingUsOf(name)(rows);

/** Microseconds of who appends and all of PostgreSQL. */
export const appendingUsOf =
  (name: string): Value =>
  (rows) => {
    const us = rowOf(rows, name)?.us;
    return us ? us.client + us.postgres : Number.NaN;
  };

export const ratio =
  (of: Value, by: Value): Value =>
  (rows) =>
    of(rows) / by(rows);

const known = (values: readonly number[]): readonly number[] =>
  values.filter((value) => !Number.isNaN(value));

/** Of those that could be measured. */
export const highest =
  (values: readonly Value[]): Value =>
  (rows) => {
    const numbers = known(values.map((value) => value(rows)));
    return numbers.length > 0 ? Math.max(...numbers) : Number.NaN;
  };

export const lowest =
  (values: readonly Value[]): Value =>
  (rows) => {
    const numbers = known(values.map((value) => value(rows)));
    return numbers.length > 0 ? Math.min(...numbers) : Number.NaN;
  };

/** As a run keeps it: the median of its rounds, and the lowest and highest of them. */
export interface MeasuredFigure extends Omit<Figure, 'value'> {
  /** Null where it could not be measured. */
  readonly value: number | null;
  readonly range: readonly [lowest: number, highest: number] | null;
}

export const measuredFigures = (
  rounds: readonly Rows[],
  figures: readonly Figure[],
): readonly MeasuredFigure[] =>
  figures.map(({ value, ...figure }) => {
    const values = rounds.map(value).filter(Number.isFinite);
    const range = values.length > 0 ? ([Math.min(...values), Math.max(...values)] as const) : null;
    return { ...figure, value: median(values), range };
  });

/** How much worse a ratio may be than the one kept, before it is named. */
const tolerance = 0.15;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/**
 * Sentences about every ratio that is worse than in the run that was kept, by more than noise. Values of other units are of the machine
 * and its hour, and are not compared.
 */
export const worseThan = (
  kept: readonly MeasuredFigure[],
  now: readonly MeasuredFigure[],
): readonly string[] =>
  kept.flatMap(({ name, unit, better, value: before }) => {
    if (unit !== 'ratio' || before === null) return [];
    const after = now.find((figure) => figure.name === name)?.value ?? null;
    if (after === null) return [`${name}: ${before.toFixed(2)} before, not measured now`];
    const loss = better === 'higher' ? 1 - after / before : after / before - 1;
    return loss > tolerance
      ? [`${name}: ${before.toFixed(2)} before, ${after.toFixed(2)} now: ${percent(loss)} worse`]
      : [];
  });
