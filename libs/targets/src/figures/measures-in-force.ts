import type { MeasureData, MeasureSource, Operation } from '#facts';
import { parseMoney } from '#money';
import { compileFilter } from './filter-expression.js';
import { type MeasuredDocument, pointerTo } from './measured-document.js';

/** Operations whose quantities are kept. Balances are kept from the first fact on, though not yet shown. */
const kept: ReadonlySet<Operation> = new Set<Operation>(['SUM', 'COUNT', 'BALANCE']);

/** A measure and the seq of the fact that said what it computes: its quantities are kept under that seq. */
export interface MeasureInForce {
  readonly computation: number;
  /** Every fact it has to count came after it was defined. */
  readonly complete: boolean;
  readonly data: MeasureData;
}

/** What one fact adds to one measure; null when it is none of it. */
interface CompiledSource {
  readonly computation: number;
  readonly take: (
    document: MeasuredDocument,
  ) => { readonly quantity: bigint; readonly key: string | null } | null;
}

/** Sources of all measures in force, by the type of fact that they count. */
export type SourcesByFact = ReadonlyMap<string, readonly CompiledSource[]>;

const quantityOf = ({ sign, quantity }: MeasureSource): ((document: MeasuredDocument) => bigint) => {
  const one = BigInt(sign);
  if (quantity === null) return () => one;
  const at = pointerTo(quantity);
  return (document) => {
    const amount = at(document);
    return typeof amount === 'string' ? one * parseMoney(amount) : 0n;
  };
};

const keyOf = (distinct: string | null): ((document: MeasuredDocument) => string | null) => {
  if (distinct === null) return () => null;
  const at = pointerTo(distinct);
  return (document) => {
    const key = at(document);
    return typeof key === 'string' ? key : null;
  };
};

export const compileSources = (measures: Iterable<MeasureInForce>): SourcesByFact => {
  const byFact = new Map<string, CompiledSource[]>();
  for (const { computation, complete, data } of measures) {
    if (!complete || !kept.has(data.op)) continue;
    const passes = compileFilter(data.filter);
    const key = keyOf(data.distinct);
    for (const source of data.sources) {
      const quantity = quantityOf(source);
      const compiled: CompiledSource = {
        computation,
        take: (document) => (passes(document) ? { quantity: quantity(document), key: key(document) } : null),
      };
      const others = byFact.get(source.fact);
      if (others) others.push(compiled);
      else byFact.set(source.fact, [compiled]);
    }
  }
  return byFact;
};
