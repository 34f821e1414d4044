import { type Evolution, isUnchanged } from '#decider';
import {
  factIn,
  factValueOf,
  type MeasureAmended,
  type MeasureData,
  type MeasureDefined,
  type MeasureSource,
  measureStream,
  type Operation,
  type StoredFact,
  unitsOf,
} from '#facts';
import { countablePaths, factPaths, filterFault, keyPaths } from '#figures';
import type { MeasureCode } from '#identifiers';
import type { FoldRequest } from '#recording';
import type { Definition, DefinitionReason, DefinitionRefusal } from './definition-refusals.js';
import { amendmentFault, type ShownMeasures } from './target-fault.js';
import { type MeasureBody, measureDataOf, type MeasurePreviewBody } from './measure-body.js';

/** What is added up, as its stream has it. */
export type Measure =
  | { readonly status: 'UNKNOWN' }
  | { readonly status: 'DEFINED'; readonly data: MeasureData };

const entered = factIn('measure');

export const measure: Evolution<Measure, StoredFact> = {
  initial: { status: 'UNKNOWN' },
  evolve: (_state, stored) => {
    const fact = entered(stored);
    switch (fact.type) {
      case 'MeasureDefined':
      case 'MeasureAmended':
        return { status: 'DEFINED', data: fact.data };
    }
  },
};

export const measureRequest = (code: MeasureCode): FoldRequest<Measure> => ({
  stream: measureStream(code),
  fold: { kind: 'measure', evolution: measure },
});

const fault = (reason: DefinitionReason, pointer: string): DefinitionRefusal => ({ reason, pointer });

const sourceFault = (
  op: Operation,
  { fact, quantity }: MeasureSource,
  at: string,
): DefinitionRefusal | null => {
  const members = countablePaths(fact);
  if (!members) return fault('unknown-fact', `${at}/fact`);
  if ((op === 'LATEST_SUM') !== (factValueOf(fact)?.bearing === 'states'))
    return fault('sources-not-allowed', `${at}/fact`);
  if (op === 'COUNT' || op === 'COUNT_DISTINCT')
    return quantity === null ? null : fault('quantity-not-allowed', `${at}/quantity`);
  const kind = quantity !== null && Object.hasOwn(members, quantity) ? members[quantity] : undefined;
  return kind === 'money' || kind === 'by-unit' ? null : fault('quantity-required', `${at}/quantity`);
};

/** Whatever their signs: it would be counted twice, or not at all. */
const isSameSource = (one: MeasureSource, other: MeasureSource): boolean =>
  one.fact === other.fact && one.quantity === other.quantity;

const growthFault = ({ sources, of, filter, distinct }: MeasureData): DefinitionRefusal | null => {
  if (sources.length > 0) return fault('sources-not-allowed', '/sources');
  if (of === null) return fault('of-required', '/of');
  if (filter !== null) return fault('filter-not-allowed', '/filter');
  return distinct === null ? null : fault('distinct-not-allowed', '/distinct');
};

/** What makes the definition meaningless by itself; null when nothing does. */
export const measureFault = (data: MeasureData): DefinitionRefusal | null => {
  const { op, unit, sources, of, filter, distinct } = data;
  if (!unitsOf[op].includes(unit)) return fault('unit-does-not-fit-op', '/unit');
  if (op === 'GROWTH') return growthFault(data);
  if (of !== null) return fault('of-only-for-growth', '/of');
  if (sources.length === 0) return fault('sources-required', '/sources');
  for (const [index, source] of sources.entries()) {
    const found = sourceFault(op, source, `/sources/${index}`);
    if (found) return found;
    if (sources.slice(0, index).some((other) => isSameSource(other, source)))
      return fault('source-given-twice', `/sources/${index}`);
  }
  const facts = sources.map(({ fact }) => fact);
  if (op !== 'COUNT_DISTINCT' && distinct !== null) return fault('distinct-not-allowed', '/distinct');
  if (op === 'COUNT_DISTINCT' && distinct === null) return fault('distinct-required', '/distinct');
  if (distinct !== null && !keyPaths(facts).has(distinct)) return fault('path-not-whitelisted', '/distinct');
  return filter === null ? null : filterFault(filter, factPaths(facts, unit));
};

/** Growth is of a balance that is defined. */
const growthOfFault = ({ op }: MeasureData, balance: MeasureData | null): DefinitionRefusal | null => {
  if (op !== 'GROWTH') return null;
  if (balance === null) return fault('unknown-measure', '/of');
  return balance.op === 'BALANCE' ? null : fault('of-not-a-balance', '/of');
};

/** A previewed measure needs a code only where values are reported under it. */
const noCode = '' as MeasureCode;

/** What would be defined or refused; `balance` as in `defineMeasure`. Whether the code is taken is not checked. */
export const proposeMeasure = (
  { code, ...body }: MeasurePreviewBody,
  balance: MeasureData | null,
): { readonly data: MeasureData } | { readonly refusal: DefinitionRefusal } => {
  const data = measureDataOf(code ?? noCode, body);
  const refusal =
    measureFault(data) ??
    growthOfFault(data, balance) ??
    (data.op === 'LATEST_SUM' && data.code === noCode ? fault('code-required', '/code') : null);
  return refusal ? { refusal } : { data };
};

type MeasureChange = Pick<MeasureDefined, 'type' | 'data'> | Pick<MeasureAmended, 'type' | 'data'>;

/**
 * Defines the measure, or makes its next version. `balance`: the measure that it is the growth of, as it stands; null when there is none, or
 * it is not defined. `shown`: what targets show, with this measure among it if any does.
 */
export const defineMeasure =
  (code: MeasureCode, body: MeasureBody, balance: MeasureData | null, shown: ShownMeasures) =>
  (state: Measure): Definition<MeasureChange> => {
    const data = measureDataOf(code, body);
    const current = state.status === 'DEFINED' ? state.data : null;
    if (current && isUnchanged(data, current)) return { outcome: 'unchanged' };
    const fault = measureFault(data) ?? growthOfFault(data, balance) ?? amendmentFault(data, shown);
    if (fault) return { outcome: 'refuse', refusal: fault };

    return { outcome: 'record', fact: { type: current ? 'MeasureAmended' : 'MeasureDefined', data } };
  };
