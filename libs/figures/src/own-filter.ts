import { canonicalJson } from '#canonical-json';
import type { FilterExpression, MeasureData, TargetData } from '#facts';
import { type FilterBackEnd, readFilter } from './filter-expression.js';
import { keptColumn } from './measured-document.js';
import type { MeasureInForce } from './measures-in-force.js';

/*
 * A target's own filter chooses facts before the operation of its measure sees them. Where it looks at nothing but what is kept with each
 * quantity, quantities are chosen when they are read. Any other filter makes, with each measure that the target shows, a narrowed measure:
 * counted, filled in and rolled up under a computation of its own, like a measure that somebody had defined with both filters.
 */

/** Measures narrowed by the filter of one target, by the computation of the measure that each narrows. */
export type NarrowedMeasures = ReadonlyMap<number, MeasureInForce>;

/** A measure that is narrowed, and by what. */
export interface Narrowing {
  readonly measure: MeasureInForce;
  readonly filter: FilterExpression;
}

const pathsIn: FilterBackEnd<readonly string[]> = {
  and: (parts) => parts.flat(),
  or: (parts) => parts.flat(),
  not: (part) => part,
  exists: (path) => [path],
  equals: (path) => [path],
  compares: (path) => [path],
};

/** Whether a target's own filter looks at more of a fact than is kept with each quantity. */
export const narrowsMeasures = (filter: FilterExpression | null): filter is FilterExpression =>
  filter !== null && readFilter(filter, pathsIn).some((path) => keptColumn(path) === undefined);

/** What a measure computes of the facts that the filter lets through. */
export const narrowedData = ({ measure: { data }, filter }: Narrowing): MeasureData => ({
  ...data,
  filter: data.filter === null ? filter : { and: [data.filter, filter] },
});

/** The same for the same measure and filter, whichever target it is of. */
export const nameOfNarrowing = (computation: number, filter: FilterExpression): string =>
  `${computation} ${canonicalJson(filter)}`;

/** What the target narrows of the measures that it shows; of a growth, its balance. None where its filter needs none. */
export const narrowingsOf = (
  measures: ReadonlyMap<string, MeasureInForce>,
  { measure: own, beside, filter }: Pick<TargetData, 'measure' | 'beside' | 'filter'>,
): readonly Narrowing[] => {
  if (!narrowsMeasures(filter)) return [];
  return [own, ...beside].flatMap((code): Narrowing[] => {
    const shown = measures.get(code);
    const measure = shown?.data.op === 'GROWTH' ? measures.get(shown.data.of ?? '') : shown;
    return measure ? [{ measure, filter }] : [];
  });
};
