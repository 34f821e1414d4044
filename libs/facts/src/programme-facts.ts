import type { StoredFact } from './stored-fact.js';

// Streams `programme-{code}`, `measure-{code}`, `calendar-{code}`. These names are the storage format: add, never rename.

export interface Names {
  readonly zh: string;
  readonly en: string;
}

export type Unit = 'CNY' | 'COUNT' | 'RATIO';
export type Operation = 'SUM' | 'COUNT' | 'COUNT_DISTINCT' | 'BALANCE' | 'GROWTH' | 'LATEST_SUM';
export type Comparator = 'GT' | 'GTE' | 'APPROX' | 'INFO';

/** A closed expression over whitelisted JSON pointers; no code. */
export type FilterExpression =
  | { readonly eq: readonly [path: string, value: string | boolean] }
  | { readonly in: readonly [path: string, values: readonly string[]] }
  | { readonly gte: readonly [path: string, value: string] }
  | { readonly lte: readonly [path: string, value: string] }
  | { readonly exists: string }
  | { readonly and: readonly FilterExpression[] }
  | { readonly or: readonly FilterExpression[] }
  | { readonly not: FilterExpression };

export interface MeasureSource {
  /** Fact type, e.g. `LoanRenewed`. */
  readonly fact: string;
  readonly sign: 1 | -1;
  /** JSON pointer to a money string in the fact, or null where each fact counts as one. */
  readonly quantity: string | null;
}

export interface MeasureData {
  readonly code: string;
  readonly name: Names;
  readonly op: Operation;
  readonly unit: Unit;
  readonly sources: readonly MeasureSource[];
  /** GROWTH: the balance that grows. */
  readonly of: string | null;
  readonly filter: FilterExpression | null;
  /** COUNT_DISTINCT: JSON pointer to the key that is counted once. */
  readonly distinct: string | null;
}

export type MeasureDefined = StoredFact<'MeasureDefined', MeasureData>;
export type MeasureAmended = StoredFact<'MeasureAmended', MeasureData>;
export type MeasureFact = MeasureDefined | MeasureAmended;

export type TargetPeriod = { readonly from: string; readonly to: string } | { readonly asAt: string };

export interface TargetData {
  readonly programme: string;
  readonly code: string;
  readonly name: Names;
  readonly measure: string;
  readonly unit: Unit;
  readonly comparator: Comparator;
  /** Yuan with two decimals, a whole number, or a ratio with four decimals, by unit; null for INFO. */
  readonly threshold: string | null;
  readonly period: TargetPeriod;
  /** GROWTH: the day compared with. */
  readonly base: string | null;
  readonly filter: FilterExpression | null;
  /** APPROX: share of the threshold, e.g. `0.05`. */
  readonly tolerance: string | null;
  /** Twelve monthly weights, or null for a line over working days. */
  readonly path: readonly string[] | null;
  /** Measures shown beside the target. */
  readonly beside: readonly string[];
}

export interface ProgrammeData {
  readonly code: string;
  readonly name: Names;
  readonly from: string;
  readonly to: string;
}

export type ProgrammeDefined = StoredFact<'ProgrammeDefined', ProgrammeData>;
export type ProgrammeAmended = StoredFact<'ProgrammeAmended', ProgrammeData>;
export type TargetSet = StoredFact<'TargetSet', TargetData>;
export type TargetAmended = StoredFact<'TargetAmended', TargetData>;
export type ProgrammeFact = ProgrammeDefined | ProgrammeAmended | TargetSet | TargetAmended;

/** Working days of one year: weekends and these days off, and these weekend days worked. */
export type CalendarSet = StoredFact<
  'CalendarSet',
  {
    readonly code: string;
    readonly year: number;
    readonly off: readonly string[];
    readonly worked: readonly string[];
  }
>;
export type CalendarFact = CalendarSet;
