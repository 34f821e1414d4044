// Why a definition is refused. None is a rule of intake: each maps to one of the registry's problem words.

const invalid = 'invalid-request';

/** The problem word to answer with, and what is wrong in both languages. */
export const definitionRefusals = {
  'unknown-programme': { problem: 'not-found', en: 'The programme is not defined', zh: '该方案尚未定义' },
  'unknown-measure': { problem: invalid, en: 'The measure is not defined', zh: '该指标尚未定义' },
  'unit-of-another-measure': {
    problem: invalid,
    en: "The unit is not the measure's",
    zh: '计量单位与指标不一致',
  },
  'unit-does-not-fit-op': {
    problem: invalid,
    en: 'The operation yields another unit',
    zh: '该运算的计量单位不符',
  },
  'period-does-not-fit-op': {
    problem: invalid,
    en: 'Flows and counts have a period from and to, balances and growth a day `asAt`',
    zh: '发生额与计数须给出起止期间，余额与增速须给出时点',
  },
  'base-required': { problem: invalid, en: 'Growth needs the day it is compared with', zh: '增速须给出基期' },
  'base-not-before-period': { problem: invalid, en: '`base` must be before `asAt`', zh: '基期须早于时点' },
  'base-only-for-growth': { problem: invalid, en: 'Only growth has a base', zh: '仅增速目标有基期' },
  'threshold-required': {
    problem: invalid,
    en: 'This comparator needs a threshold',
    zh: '该比较方式须给出目标值',
  },
  'tolerance-required': { problem: invalid, en: '`APPROX` needs a tolerance', zh: 'APPROX 须给出容差' },
  'tolerance-only-for-approx': {
    problem: invalid,
    en: 'Only `APPROX` has a tolerance',
    zh: '仅 APPROX 有容差',
  },
  'code-required': {
    problem: invalid,
    en: 'Values are reported under the code of their measure: name it',
    zh: '报送值按指标代码归集，须给出代码',
  },
  'sources-required': {
    problem: invalid,
    en: 'The operation adds up facts: name them',
    zh: '该运算须列出来源事实',
  },
  'sources-not-allowed': {
    problem: invalid,
    en: 'The operation takes no such source',
    zh: '该运算不接受此来源',
  },
  'source-given-twice': {
    problem: invalid,
    en: 'The source is given twice',
    zh: '来源重复',
  },
  'unknown-fact': { problem: invalid, en: 'No measure is made of this fact', zh: '该事实不可计入指标' },
  'quantity-required': {
    problem: invalid,
    en: 'The quantity must point at an amount of this fact',
    zh: '数量须指向该事实的金额成员',
  },
  'quantity-not-allowed': { problem: invalid, en: 'A count takes no quantity', zh: '计数不取数量' },
  'of-required': { problem: invalid, en: 'Growth is of a balance: name it', zh: '增速须指明余额指标' },
  'of-only-for-growth': {
    problem: invalid,
    en: 'Only growth is of another measure',
    zh: '仅增速引用其他指标',
  },
  'of-not-a-balance': { problem: invalid, en: 'Growth is of a balance', zh: '增速须引用余额指标' },
  'distinct-required': { problem: invalid, en: 'A distinct count needs its key', zh: '去重计数须给出键' },
  'distinct-not-allowed': { problem: invalid, en: 'Only a distinct count has a key', zh: '仅去重计数有键' },
  'path-not-whitelisted': { problem: invalid, en: 'The path may not be used here', zh: '此处不可使用该路径' },
  'value-does-not-fit-path': {
    problem: invalid,
    en: 'The value cannot be compared with what the path points at',
    zh: '比较值与路径所指内容不符',
  },
  'filter-not-allowed': {
    problem: invalid,
    en: 'Growth takes its balance as it is',
    zh: '增速不接受过滤条件',
  },
  'unit-of-targets': {
    problem: invalid,
    en: 'Targets show the measure in its unit; amend them first, or define another measure',
    zh: '有目标以原计量单位引用该指标，请先修改目标或另设指标',
  },
  'op-of-targets': {
    problem: invalid,
    en: 'Targets show the measure and would have no figure under this operation; amend them first, or define another measure',
    zh: '有目标引用该指标，改用该运算后将无数值，请先修改目标或另设指标',
  },
  'sources-of-targets': {
    problem: invalid,
    en: 'Targets filter the measure by what these facts do not have; amend them first, or define another measure',
    zh: '有目标的过滤条件所用成员不在所列事实中，请先修改目标或另设指标',
  },
  'day-of-another-year': { problem: invalid, en: 'The day is not in the year', zh: '日期不在该年度内' },
  'day-both-off-and-worked': {
    problem: invalid,
    en: 'A day is either off or worked',
    zh: '同一日不可既休又班',
  },
} as const;

export type DefinitionReason = keyof typeof definitionRefusals;

export interface DefinitionRefusal {
  readonly reason: DefinitionReason;
  /** JSON pointer into the body. */
  readonly pointer: string;
  /** Targets that it is refused for, each as `programme/target`. */
  readonly targets?: readonly string[];
}

/** What defining leads to. */
export type Definition<Fact> =
  | { readonly outcome: 'record'; readonly fact: Fact }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refuse'; readonly refusal: DefinitionRefusal };

export const refuseDefinition = (
  reason: DefinitionReason,
  pointer: string,
): { readonly outcome: 'refuse'; readonly refusal: DefinitionRefusal } => ({
  outcome: 'refuse',
  refusal: { reason, pointer },
});
