import type { MeasureVersion } from '#figures';
import { readDefinitions } from '../definitions/definitions.table.js';
import type { Queryable } from '../tables/sums.table.js';
import { type Found, type MeasureAsked, type MeasureCut, measureCut } from './measure-cut.js';

/** A measure, and the cut of it that is asked for. */
export interface CutOfMeasure {
  readonly measure: MeasureVersion;
  readonly of: MeasureCut;
}

/** The measure as it was defined then, and which rows make up the figure asked for. */
export const readMeasureCut = async (
  database: Queryable,
  asked: MeasureAsked,
): Promise<Found<CutOfMeasure>> => {
  const definitions = await readDefinitions(database, { asOf: asked.knownAt });
  const measure = definitions.measures.get(asked.code);
  if (!measure) return { found: null, why: { reason: 'not-defined' } };
  const of = measureCut(definitions, measure, asked);
  if (!of) return { found: null, why: { reason: 'growth', of: measure.data.of } };
  return measure.complete ? { found: { measure, of } } : { found: null, why: { reason: 'incomplete' } };
};
