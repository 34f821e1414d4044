import type { Decision, Refused } from '#decider';
import type { InstitutionCode } from '#identifiers';
import type { DecisionContext, FoldRequest } from '#recording';
import type { Report, ReportType, StepType } from '#reports';

/**
 * A limit on a stream as a whole, such as an allocation that all disbursements together must stay within. Ordinary reports check it in
 * their decider; after a correction or reversal it is checked once, on the resulting state.
 */
export interface StreamLimit<Type extends ReportType, State = unknown, Limiting = unknown> {
  /** The stream that sets the limit. */
  readonly setBy: (report: Report<Type>, institution: InstitutionCode) => FoldRequest<Limiting>;
  readonly exceeded: (context: DecisionContext) => (state: State, limiting: Limiting) => Refused | undefined;
}

/**
 * How reports of one type are decided on: which streams are read, and the decider as a plain value. So a decision can be repeated on
 * another state, for another day or under other rules, as corrections do.
 */
export interface ReportDecider<
  Type extends ReportType,
  State = unknown,
  Others extends readonly unknown[] = readonly unknown[],
> {
  /** The fact usually begins its stream. So the first attempt takes a stream that is not cached for empty, without asking the log. */
  readonly begins?: true;
  /** The stream that the fact is appended to. */
  readonly own: (report: Report<Type>, institution: InstitutionCode) => FoldRequest<State>;
  /** Further streams that the decision reads. They are not locked, so no later change there may turn an accepted report into a refused one. */
  readonly others: (
    report: Report<Type>,
    institution: InstitutionCode,
  ) => { readonly [At in keyof Others]: FoldRequest<Others[At]> };
  /** Called without the states of other streams, it skips the rules that use them. */
  readonly decide: (
    report: Report<Type>,
    context: DecisionContext,
  ) => (
    state: State,
    ...others: Partial<Others>
  ) => Decision<{ readonly type: string; readonly data: object }>;
  readonly limit?: StreamLimit<Type>;
  /** The state without one subject, for streams whose facts are about several subjects. */
  readonly without?: (state: State, subject: string) => State;
}

/** One decider for each of these types; the compiler asks for one when a type is added. */
export type ReportDeciders<Types extends ReportType = StepType> = {
  readonly [Type in Types]: ReportDecider<Type>;
};

/** One line of a table. It is type-checked here against its own states; the table holds it with these types erased. */
export const reportDecider = <
  Type extends ReportType,
  State,
  Others extends readonly unknown[] = readonly [],
  Limiting = never,
>(
  decider: Omit<ReportDecider<Type, State, Others>, 'limit'> & {
    readonly limit?: StreamLimit<Type, State, Limiting>;
  },
): ReportDecider<Type> => decider as unknown as ReportDecider<Type>;

/** The decider for the report's type. Corrections and reversals have none of their own: the changed report's decider is used. */
export const deciderOf = (
  deciders: ReportDeciders,
  { type }: Pick<Report, 'type'>,
): ReportDecider<ReportType> => {
  const line: unknown = deciders[type as StepType];
  if (!line) throw new Error(`No decider is for ${type}.`);
  return line as ReportDecider<ReportType>;
};
