import type { BailoutKind, Classification, Product } from '#facts';
import { type Fen, parseMoney } from '#money';
import type { RuleCode } from './rule-catalogue.js';

/** Limits, and lists of kinds, as they hold on a day. Amounts in yuan. */
interface LimitsOfTable {
  /** Principal of a micro or small borrower at most (`ISS-R01`). */
  readonly smallBorrowerLimit: string;
  /** Principal of an inclusive loan, above which it is marked (`ISS-W03`). */
  readonly inclusiveLimit: string;
  readonly rateBp: { readonly least: number; readonly most: number };
  readonly lateAfterDays: number;
  readonly renewalSignedEarlyDays: number;
  readonly renewalsBeforeMark: number;
  readonly chainMonthsBeforeMark: number;
  readonly enquiryAgeDays: number;
  readonly renewableProducts: readonly Product[];
  readonly renewableClassifications: readonly Classification[];
  readonly countingBailoutKinds: readonly BailoutKind[];
}

interface FromDay {
  readonly from: string;
}

/** All numbers and lists that rules depend on. */
export interface RuleTable {
  readonly version: number;
  /** By the clock that decides, so of no effective date. */
  readonly timeAheadSeconds: number;
  /** In the order of their days. The first says all; each later one what is otherwise from its day on, by effective date. */
  readonly limits: readonly [FromDay & LimitsOfTable, ...(FromDay & Partial<LimitsOfTable>)[]];
}

/**
 * Every version that a fact may name; the last one is decided with. A limit that changes on a day to come is one more line in
 * `limits` of the last: nothing that is recorded lies on that day or after. Any other change is a new table with the next version,
 * and the table before it stays.
 */
export const ruleTables: readonly [RuleTable, ...RuleTable[]] = [
  {
    version: 1,
    timeAheadSeconds: 300,
    limits: [
      {
        from: '0000-01-01',
        smallBorrowerLimit: '1000000000.00',
        inclusiveLimit: '10000000.00',
        rateBp: { least: 50, most: 2400 },
        lateAfterDays: 1,
        renewalSignedEarlyDays: 90,
        renewalsBeforeMark: 3,
        chainMonthsBeforeMark: 36,
        enquiryAgeDays: 30,
        renewableProducts: ['WORKING_CAPITAL', 'PERSONAL_BUSINESS'],
        renewableClassifications: ['NORMAL'],
        countingBailoutKinds: [
          'RELIEF_LOAN',
          'JOB_STABILITY_LOAN',
          'GUARANTEED_RELIEF',
          'BRIDGE',
          'RELENDING_FUNDED',
        ],
      },
      { from: '2024-09-24', renewableClassifications: ['NORMAL', 'SPECIAL_MENTION'] },
    ],
  },
];

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

/** What the figures behind a refusal are called in Chinese; in English they go by the names of the members. */
export const figureNames = {
  allocation: '核定额度',
  amount: '金额',
  asAt: '时点',
  cap: '上限',
  classification: '分类',
  disbursed: '已放款',
  drawdownDate: '提款日',
  effectiveDate: '生效日',
  enquiryDate: '查询日',
  expected: '应为',
  from: '起始日',
  granted: '已核定额度',
  least: '最低',
  legStart: '本期起始日',
  legStartDate: '本期起始日',
  limit: '限额',
  maturity: '到期日',
  maturityDate: '到期日',
  most: '最高',
  newMaturityDate: '新到期日',
  next: '应为序号',
  outstanding: '未偿余额',
  principal: '本金',
  product: '产品',
  rateBp: '利率（基点）',
  renewalNo: '续贷序号',
  renewed: '已续贷于',
  renewedAmount: '续贷金额',
  returned: '已收回',
  signedDate: '签约日',
  size: '规模',
  standing: '现分类',
  start: '起始日',
  startDate: '起始日',
  status: '状态',
  to: '截止日',
  today: '当日',
  unit: '单位',
  used: '已用额度',
} as const;

export type FigureName = keyof typeof figureNames;
