import type { FilterExpression, Names } from '#facts';
import type { Measure } from '#contract';
import { factsFor, filterPaths, isCounted, type Unit } from './countable.js';
import { type Operation, unitsOf } from './operations.js';
import { draftOfFilter, expressionOf, type FilterDraft, noFilter } from './filter-draft.js';

export interface DraftSource {
  readonly fact: string;
  readonly sign: 1 | -1;
  readonly quantity: string | null;
}

/** A measure as it is filled in. */
export interface MeasureDraft {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly op: Operation;
  readonly unit: Unit;
  readonly sources: readonly DraftSource[];
  readonly of: string | null;
  readonly distinct: string | null;
  readonly filter: FilterDraft;
}

/** What is sent of it: the whole definition. */
export interface MeasureBody {
  readonly name: Names;
  readonly op: Operation;
  readonly unit: Unit;
  readonly sources: readonly DraftSource[];
  readonly of: string | null;
  readonly filter: FilterExpression | null;
  readonly distinct: string | null;
}

export const newMeasure: MeasureDraft = {
  code: '',
  zh: '',
  en: '',
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanIssued', sign: 1, quantity: '/data/principal' }],
  of: null,
  distinct: null,
  filter: noFilter,
};

export const draftOfMeasure = ({
  code,
  name,
  op,
  unit,
  sources,
  of,
  distinct,
  filter,
}: Measure): MeasureDraft => ({
  code,
  ...name,
  op,
  unit,
  sources: sources.map(({ fact, sign, quantity }) => ({ fact, sign: sign === -1 ? -1 : 1, quantity })),
  of,
  distinct,
  filter: draftOfFilter(filter as FilterExpression | null),
});

/** With what the other operation has no use for taken away, and its facts instead. */
export const underOperation = (draft: MeasureDraft, op: Operation): MeasureDraft => {
  const [unit = 'CNY'] = unitsOf(op);
  const fitting = factsFor(op);
  const kept = draft.sources.filter(({ fact }) => fitting.some((each) => each === fact));
  const [fact = 'LoanIssued'] = fitting;
  const sources =
    op === 'GROWTH'
      ? []
      : (kept.length > 0 ? kept : [{ fact, sign: 1 as const, quantity: null }]).map((source) => ({
          ...source,
          quantity: isCounted(op) ? null : (source.quantity ?? (op === 'LATEST_SUM' ? '/data/value' : null)),
        }));
  return {
    ...draft,
    op,
    unit,
    sources,
    of: op === 'GROWTH' ? draft.of : null,
    distinct: op === 'COUNT_DISTINCT' ? (draft.distinct ?? '/loan/borrowerKey') : null,
    filter: op === 'GROWTH' ? noFilter : draft.filter,
  };
};

export const pathsOfDraft = ({ sources, unit }: Pick<MeasureDraft, 'sources' | 'unit'>) =>
  filterPaths(
    sources.map(({ fact }) => fact),
    unit,
  );

/** @throws SyntaxError where its filter is not whole */
export const measureBodyOf = (draft: MeasureDraft): MeasureBody => ({
  name: { zh: draft.zh.trim(), en: draft.en.trim() },
  op: draft.op,
  unit: draft.unit,
  sources: draft.sources,
  of: draft.of,
  filter: expressionOf(draft.filter, pathsOfDraft(draft)),
  distinct: draft.distinct,
});
