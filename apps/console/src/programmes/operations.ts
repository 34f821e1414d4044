import type { Measure } from '#contract';

/* An operation of a measure as forms and pages show it: what it comes to, and its name. */

export type Operation = Measure['op'];
type Unit = Measure['unit'];

interface ShownOperation {
  readonly units: readonly Unit[];
  readonly en: string;
  readonly zh: string;
}

const shown: Readonly<Record<Operation, ShownOperation>> = {
  SUM: { units: ['CNY'], en: 'Sum', zh: '合计' },
  COUNT: { units: ['COUNT'], en: 'Count of facts', zh: '事实计数' },
  COUNT_DISTINCT: { units: ['COUNT'], en: 'Count of different ones', zh: '去重计数' },
  BALANCE: { units: ['CNY'], en: 'Balance at a day', zh: '时点余额' },
  GROWTH: { units: ['RATIO'], en: 'Growth of a balance', zh: '余额增速' },
  LATEST_SUM: { units: ['CNY', 'COUNT'], en: 'Sum of the latest reported values', zh: '最新上报值合计' },
};

export const operations = Object.keys(shown) as readonly Operation[];

export const unitsOf = (op: Operation): readonly Unit[] => shown[op].units;

/** For the texts of a language. */
export const operationNames = (language: 'en' | 'zh'): Readonly<Record<Operation, string>> =>
  Object.fromEntries(operations.map((op) => [op, shown[op][language]])) as Record<Operation, string>;
