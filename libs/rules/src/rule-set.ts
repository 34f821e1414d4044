import { type Fen, parseMoney } from '#money';
import type { RuleCode } from './rule-catalogue.js';
import { type LimitsOfTable, type RuleTable, ruleTables } from './rule-table.js';

/** Limits as they hold on a day, amounts in fen. */
export interface Limits extends Omit<LimitsOfTable, 'smallBorrowerLimit' | 'inclusiveLimit'> {
  readonly smallBorrowerLimit: Fen;
  readonly inclusiveLimit: Fen;
}

/** One version of the rule table, as deciders and folds ask it. A fact names the version that it was decided with. */
export interface RuleSet {
  readonly version: number;
  /** How far the sender's clock may be ahead (`TIM-R02`). */
  readonly timeAheadMs: number;
  /** What holds on the effective date of a report or fact. */
  readonly on: (effectiveDate: string) => Limits;
}

const inFen = ({ smallBorrowerLimit, inclusiveLimit, ...limits }: LimitsOfTable): Limits => ({
  ...limits,
  smallBorrowerLimit: parseMoney(smallBorrowerLimit),
  inclusiveLimit: parseMoney(inclusiveLimit),
});

export const ruleSet = ({ version, timeAheadSeconds, limits: [first, ...later] }: RuleTable): RuleSet => {
  const { from: _from, ...earliest } = first;
  let limits: LimitsOfTable = earliest;
  const changes = later.map(({ from, ...change }) => {
    limits = { ...limits, ...change };
    return { from, limits: inFen(limits) };
  });
  const before = inFen(earliest);
  return {
    version,
    timeAheadMs: timeAheadSeconds * 1000,
    on: (effectiveDate) => changes.findLast(({ from }) => from <= effectiveDate)?.limits ?? before,
  };
};

/** Finds the rule set that a fact names. */
export type RulesOf = (version: number) => RuleSet;

/** @throws Error for a version that is in no table: a newer program recorded it, and older numbers would be the wrong ones */
export const rulesAmong = (tables: readonly RuleTable[]): RulesOf => {
  const sets = new Map(tables.map((table) => [table.version, ruleSet(table)]));
  return (version) => {
    const found = sets.get(version);
    if (!found)
      throw new Error(`A fact names version ${version} of the rules, which this program does not have.`);
    return found;
  };
};

export const rulesOf: RulesOf = rulesAmong(ruleTables);

/** The version that is decided with. */
export const currentRules: RuleSet = rulesOf((ruleTables.at(-1) ?? ruleTables[0]).version);

const forbidden: ReadonlySet<RuleCode> = new Set<RuleCode>(['IDN-R03', 'IDN-R05', 'IDN-R06']);

/** HTTP status of a refusal: 400 not understood, 403 not yours to send, 409 recorded otherwise, 422 against a rule. */
export const problemStatusOf = (rule: RuleCode): 400 | 403 | 409 | 422 => {
  if (rule === 'SCH-R01') return 400;
  if (rule === 'DUP-R01') return 409;
  return forbidden.has(rule) ? 403 : 422;
};
