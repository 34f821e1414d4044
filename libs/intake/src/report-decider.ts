import type { Decision, Refused } from '#decider';
import type { InstitutionCode } from '#identifiers';
import type { DecisionContext, FoldRequest } from '#recording';
import type { Report, ReportType, StepType } from '#reports';

/**
 * What a stream may come to as a whole, whatever each of its facts is allowed to. Reports find it among their rules; after a correction or
 * reversal it is looked at on the resulting state alone.
 */
export interface StreamLimit<Type extends ReportType, State = unknown, Limiting = unknown> {
  /** The stream that says how much it may be. */
  readonly setBy: (report: Report<Type>, institution: InstitutionCode) => FoldRequest<Limiting>;
  readonly exceeded: (context: DecisionContext) => (state: State, limiting: Limiting) => Refused | undefined;
}

/**
 * How reports of one type are decided on: which streams are read, and the decider as a plain value. A decision can therefore be asked
 * for again, on another state, on another day or under other rules.
 */
export interface ReportDecider<
  Type extends ReportType,
  State = unknown,
  Others extends readonly unknown[] = readonly unknown[],
> {
  /** Its fact begins the stream, as a rule: where nothing is known of that, it is not asked for before something speaks against it. */
  readonly begins?: true;
  /** The stream that the fact is appended to. */
  readonly own: (report: Report<Type>, institution: InstitutionCode) => FoldRequest<State>;
  /** Further streams that the decision reads. A change there must not turn an accepted report into a refused one: they are not locked. */
  readonly others: (
    report: Report<Type>,
    institution: InstitutionCode,
  ) => { readonly [At in keyof Others]: FoldRequest<Others[At]> };
  /** Without the states of other streams, the rules that look at these are not asked. */
  readonly decide: (
    report: Report<Type>,
    context: DecisionContext,
  ) => (
    state: State,
    ...others: Partial<Others>
  ) => Decision<{ readonly type: string; readonly data: object }>;
  readonly limit?: StreamLimit<Type>;
  /** The state as if nothing were about this subject, where facts of one stream are about different ones. */
  readonly without?: (state: State, subject: string) => State;
}

/** One line for each of these types; the compiler asks for a line when a type is added. */
export type ReportDeciders<Types extends ReportType = StepType> = {
  readonly [Type in Types]: ReportDecider<Type>;
};

/** A line of a table. The compiler holds its decider to the streams it is given; what their states are is nobody else's business. */
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

/** The line of the report's own type. What corrects or reverses a report has none: it is decided on by the line of that report. */
export const deciderOf = (
  deciders: ReportDeciders,
  { type }: Pick<Report, 'type'>,
): ReportDecider<ReportType> => {
  const line: unknown = deciders[type as StepType];
  if (!line) throw new Error(`No decider is for ${type}.`);
  return line as ReportDecider<ReportType>;
};
