import {
  type ChangeFact,
  changeOf,
  type FactOfKind,
  factsOf,
  factValues,
  type StoredFact,
  typesOfKinds,
} from '#facts';

const kinds = ['loan', 'bailout', 'indicator'] as const;

export type ReportedType = (FactOfKind<(typeof kinds)[number]> | ChangeFact)['type'];

const step = factsOf(...kinds);

/** Facts that reports became, corrections and reversals too, or undefined for what the registry records by itself. */
export const reportedFact = <Fact extends StoredFact>(fact: Fact) => step(fact) ?? changeOf(fact);

/**
 * Every type of fact that a report becomes, and the member of its data that a statement adds up; null where there is no amount,
 * or none that adds up.
 */
export const reportedAmounts = Object.fromEntries(
  typesOfKinds(...kinds).map((type) => [type, factValues[type].amount]),
) as Readonly<Record<ReportedType, string | null>>;
