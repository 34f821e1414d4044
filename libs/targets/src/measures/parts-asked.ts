import type { BusinessDate } from '#calendar';
import type { DimensionFilters, Dimensions } from '#figures';
import type { MeasureCut } from './measure-cut.js';

/** Where a list goes on: after a contribution of a fact, which may have several. */
export interface PartPosition {
  readonly seq: number;
  /** From 0 within the fact. */
  readonly ordinal: number;
}

/** What one fact adds to a figure. */
export interface Part extends PartPosition {
  readonly day: BusinessDate;
  readonly dimensions: Dimensions;
  readonly quantity: bigint;
}

/** Which contributions are asked for: those after a fact, and those that count in some months alone. */
export interface PartsAsked {
  readonly of: MeasureCut;
  /** What moved the figure since a fact; 0: all that makes it up. */
  readonly since: number;
  readonly after: PartPosition;
  readonly months: readonly string[] | null;
  /** Of the contributions themselves; the cut is not narrowed by them. Absent: whatever they are under. */
  readonly under?: DimensionFilters;
  readonly limit: number;
  /** Quantities of keys that are looked at together. */
  readonly atOnce: number;
}

/** Some of what is asked for, in order; whether that is all. */
export interface Parts {
  readonly parts: readonly Part[];
  /** Null: there are no more. Else where to go on. */
  readonly next: PartPosition | null;
}
