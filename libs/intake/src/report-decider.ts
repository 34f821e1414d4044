import type { Decision } from '#decider';
import type { DecisionContext, FoldRequest } from '#recording';
import type { Report, ReportType } from '#reports';

/**
 * How reports of one type are decided on: which streams are read, and the decider as a plain value. A decision can therefore be asked
 * for again, on another state, on another day or under other rules.
 */
export interface ReportDecider<
  Type extends ReportType,
  State = unknown,
  Others extends readonly unknown[] = readonly unknown[],
> {
  /** The stream that the fact is appended to. */
  readonly own: (report: Report<Type>, institution: string) => FoldRequest<State>;
  /** Further streams that the decision reads. A change there must not turn an accepted report into a refused one: they are not locked. */
  readonly others: (
    report: Report<Type>,
    institution: string,
  ) => { readonly [At in keyof Others]: FoldRequest<Others[At]> };
  readonly decide: (
    report: Report<Type>,
    context: DecisionContext,
  ) => (state: State, ...others: Others) => Decision<{ readonly type: string; readonly data: object }>;
}

/** One line for each of these types; the compiler asks for a line when a type is added. */
export type ReportDeciders<Types extends ReportType = ReportType> = {
  readonly [Type in Types]: ReportDecider<Type>;
};

/** A line of a table. The compiler holds its decider to the streams it is given; what their states are is nobody else's business. */
export const reportDecider = <
  Type extends ReportType,
  State,
  Others extends readonly unknown[] = readonly [],
>(
  decider: ReportDecider<Type, State, Others>,
): ReportDecider<Type> => decider as unknown as ReportDecider<Type>;

/** The line of the report's own type. */
export const deciderOf = (deciders: ReportDeciders, { type }: Report): ReportDecider<ReportType> =>
  deciders[type] as ReportDecider<ReportType>;
