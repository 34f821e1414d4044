import type { MeasureData, MeasureSource, Operation, Unit } from '#facts';
import { parseMoney } from '#money';
import { compileFilter } from './filter-expression.js';
import { type MeasuredDocument, pointerTo } from './measured-document.js';

/** Operations whose quantities are kept one by one. Growth is of a balance; reported values are kept by themselves. */
const kept: ReadonlySet<Operation> = new Set<Operation>(['SUM', 'COUNT', 'COUNT_DISTINCT', 'BALANCE']);

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

/** What a document is worth by one source, in fen or pieces. */
export const quantityOf = (
  { sign, quantity }: MeasureSource,
  unit: Unit,
): ((document: MeasuredDocument) => bigint) => {
  const one = BigInt(sign);
  if (quantity === null) return () => one;
  const at = pointerTo(quantity);
  const parse = unit === 'CNY' ? parseMoney : BigInt;
  return (document) => {
    const amount = at(document);
    return typeof amount === 'string' ? one * parse(amount) : 0n;
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
    const keyed = data.op === 'COUNT_DISTINCT';
    const key = keyOf(data.distinct);
    for (const source of data.sources) {
      const quantity = quantityOf(source, data.unit);
      const compiled: CompiledSource = {
        computation,
        take: (document) => {
          if (!passes(document)) return null;
          const found = key(document);
          return keyed && found === null ? null : { quantity: quantity(document), key: found };
        },
      };
      const others = byFact.get(source.fact);
      if (others) others.push(compiled);
      else byFact.set(source.fact, [compiled]);
    }
  }
  return byFact;
};
