import type { BusinessDate } from '#calendar';
import type {
  DimensionFilters,
  Dimensions,
  Cut,
  DefinitionsInForce,
  DistinctPlan,
  FigurePlan,
  MeasureVersion,
} from '#figures';

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

/** A figure of a measure by itself, without a target: what is asked of it. */
export interface MeasureAsked {
  readonly code: string;
  /** First and last effective day, both included; absent: no bound but `effectiveAsOf`. */
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly effectiveAsOf: BusinessDate;
  /** Seq up to which facts and definitions are known; the projection has passed it. */
  readonly knownAt: number;
  /** Of its definition; absent: the one in force then. */
  readonly version?: number;
  readonly filters: DimensionFilters;
}

/** Which rows make up a figure of a measure, by what its operation does with them. */
export type MeasureCut =
  /** Quantities are added up. */
  | { readonly kind: 'added'; readonly cut: Cut }
  /** Keys are counted once, on their first day; `plan` where a target keeps such a count. */
  | { readonly kind: 'keys'; readonly cut: Cut; readonly plan: DistinctPlan | null }
  /** The latest value of each institution and scope. */
  | { readonly kind: 'latest'; readonly cut: Cut };

/** Why there is no figure. */
export type Unanswerable =
  | { readonly reason: 'not-defined' }
  | { readonly reason: 'no-such-version'; readonly version: number }
  /** Facts that it counts came before it, and are filled in up to this one alone. */
  | { readonly reason: 'incomplete'; readonly filledInTo: number }
  /** A growth is over a base day, which a target has; `of` is the balance. */
  | { readonly reason: 'growth'; readonly of: string | null }
  /** More points or cells than an answer holds. */
  | { readonly reason: 'too-many'; readonly most: number };

/** What was found, or why nothing could be. */
export type Found<Answer extends object> =
  | { readonly found: Answer }
  | { readonly found: null; readonly why: Unanswerable };

const earlier = (one: BusinessDate, other: BusinessDate | undefined): BusinessDate =>
  other !== undefined && other < one ? other : one;

/** A target in force that counts the same keys from the same first day on keeps the steps of that count. */
const keptPlan = (
  { targets, measures }: DefinitionsInForce,
  { data, computation }: MeasureVersion,
  cut: Cut,
): DistinctPlan | null => {
  const { from } = cut;
  if (from === null || measures.get(data.code)?.computation !== computation) return null;
  const counting = targets.find(
    ({ data: { measure, beside, filter, period }, unfilled = [] }) =>
      !unfilled.includes(computation) &&
      (measure === data.code || beside.includes(data.code)) &&
      filter === null &&
      'from' in period &&
      period.from === from &&
      period.to >= cut.to,
  );
  return counting ? { kind: 'distinct', cut: { ...cut, from }, target: counting.seq } : null;
};

/** The cut of a measure; null where growth is asked for. */
export const measureCut = (
  definitions: DefinitionsInForce,
  measure: MeasureVersion,
  { from, to, effectiveAsOf, filters }: MeasureAsked,
): MeasureCut | null => {
  const { computation, data } = measure;
  const cut: Cut = {
    computation,
    from: from ?? null,
    to: earlier(effectiveAsOf, to),
    filters,
    filter: null,
  };
  switch (data.op) {
    case 'SUM':
    case 'COUNT':
    case 'BALANCE':
      return { kind: 'added', cut };
    case 'COUNT_DISTINCT':
      return { kind: 'keys', cut, plan: keptPlan(definitions, measure, cut) };
    case 'LATEST_SUM':
      return { kind: 'latest', cut };
    case 'GROWTH':
      return null;
  }
};

/** Which contributions make up what a target shows; a growth is moved by those of its balance. */
export const cutOfPlan = (plan: FigurePlan): MeasureCut => {
  switch (plan.kind) {
    case 'flow':
    case 'balance':
      return { kind: 'added', cut: plan.cut };
    case 'growth':
      return { kind: 'added', cut: plan.now };
    case 'distinct':
      return {
        kind: 'keys',
        cut: plan.cut,
        plan: plan.target === null ? null : { ...plan, target: plan.target },
      };
    case 'latest':
      return { kind: 'latest', cut: plan.cut };
  }
};
