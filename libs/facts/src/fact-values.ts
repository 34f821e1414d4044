import { bailoutFacts, bailoutProgrammeFacts } from './bailout-facts.js';
import { borrowerFacts } from './borrower-facts.js';
import { changeFacts } from './change-facts.js';
import type { Bearing, FactOfValues, FactValue, Subject } from './fact-value.js';
import { forecastFacts } from './forecast-facts.js';
import { indicatorFacts } from './indicator-facts.js';
import { institutionFacts } from './institution-facts.js';
import { keyFacts } from './key-facts.js';
import { loanFacts } from './loan-facts.js';
import { calendarFacts, measureFacts, programmeFacts } from './programme-facts.js';
import type { StreamKind } from './streams.js';
import { submissionFacts } from './submission-facts.js';
import { operationsFacts } from './operations-facts.js';
import { usccFacts } from './uscc-facts.js';

/** Every type of facts there is, by its name in the log. */
export const factValues = {
  ...loanFacts,
  ...bailoutFacts,
  ...indicatorFacts,
  ...changeFacts,
  ...borrowerFacts,
  ...bailoutProgrammeFacts,
  ...programmeFacts,
  ...measureFacts,
  ...calendarFacts,
  ...institutionFacts,
  ...usccFacts,
  ...keyFacts,
  ...submissionFacts,
  ...operationsFacts,
  ...forecastFacts,
};

type Values = typeof factValues;

export type FactType = keyof Values;

/** A fact of any type. */
export type KnownFact = FactOfValues<Values>;

/** Types whose values say this of them. */
export type TypesThat<What extends Partial<FactValue>> = {
  [Type in FactType]: Values[Type] extends What ? Type : never;
}[FactType];

/** Facts in streams of a kind that are steps of a fold: all but those that correct or reverse one of them. */
export type FactOfKind<Kind extends StreamKind> = Extract<
  KnownFact,
  { readonly type: TypesThat<{ readonly streams: readonly [Kind] }> }
>;

/** Facts about a subject of a kind. */
export type FactAbout<About extends Subject> = Extract<
  KnownFact,
  { readonly type: TypesThat<{ readonly subject: About }> }
>;

/** Facts that do this to their subject. */
export type FactBearing<On extends Bearing> = Extract<
  KnownFact,
  { readonly type: TypesThat<{ readonly bearing: On }> }
>;

/** Names of types in streams of a kind. */
type TypeOfKind<Kind extends StreamKind> = FactOfKind<Kind>['type'] | keyof typeof changeFacts;

const byType: ReadonlyMap<string, FactValue> = new Map(Object.entries(factValues));

/** Undefined for a type that is not known. */
export const factValueOf = (type: string): FactValue | undefined => byType.get(type);

/** Names of the types whose values this holds for. */
export const typesThat = (holds: (value: FactValue) => boolean): readonly FactType[] =>
  (Object.keys(factValues) as readonly FactType[]).filter((type) => holds(factValues[type]));

/** Names of the types in streams of these kinds. */
export const typesOfKinds = <Kind extends StreamKind>(
  ...kinds: readonly Kind[]
): readonly TypeOfKind<Kind>[] =>
  typesThat(({ streams }) =>
    streams.some((stream) => (kinds as readonly StreamKind[]).includes(stream)),
  ) as readonly TypeOfKind<Kind>[];
