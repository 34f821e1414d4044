import { type DaySum, isEmpty, type MeasureVersion } from '#figures';
import { readOpen } from '../back-fill/back-fill.table.js';
import { readDefinitions, readMeasureVersion } from '../definitions/definitions.table.js';
import { distinctDays, scannedDays } from '../tables/distinct.table.js';
import { latestDays, latestSum } from '../tables/indicator-values.table.js';
import { atEndOf, before, type Known, type Queryable } from '../tables/closings.table.js';
import { closingsOfFlow, daysOfFlow } from '../tables/sums.table.js';
import { type Found, type MeasureAsked, type MeasureCut, measureCut } from './measure-cut.js';

/** A measure, and the cut of it that is asked for. */
export interface CutOfMeasure {
  readonly measure: MeasureVersion;
  readonly of: MeasureCut;
}

/** Up to which fact the quantities of a measure are there that is not complete. */
const filledInTo = async (database: Queryable, { computation }: MeasureVersion): Promise<number> => {
  const open = await readOpen(database);
  return open.find((each) => each.target === 0 && each.computation === computation)?.seq ?? 0;
};

/** The measure as it was defined then, or under the version asked for, and which rows make up the figure. */
export const readMeasureCut = async (
  database: Queryable,
  asked: MeasureAsked,
): Promise<Found<CutOfMeasure>> => {
  const { code, version, knownAt } = asked;
  const definitions = await readDefinitions(database, { asOf: knownAt });
  const measure =
    version === undefined
      ? definitions.measures.get(code)
      : await readMeasureVersion(database, code, version);
  if (!measure)
    return {
      found: null,
      why: version === undefined ? { reason: 'not-defined' } : { reason: 'no-such-version', version },
    };
  const of = measureCut(definitions, measure, asked);
  if (!of) return { found: null, why: { reason: 'growth', of: measure.data.of } };
  if (measure.complete) return { found: { measure, of } };
  return { found: null, why: { reason: 'incomplete', filledInTo: await filledInTo(database, measure) } };
};

/** What was added on each day, in order. */
export const daysOf = (of: MeasureCut, known: Known): Promise<readonly DaySum[]> => {
  switch (of.kind) {
    case 'added':
      return daysOfFlow(of.cut, known);
    case 'keys':
      return of.plan ? distinctDays(of.plan, known) : scannedDays(of.cut, known);
    case 'latest':
      return latestDays(of.cut, known);
  }
};

/** All of it; null where nothing was reported. */
export const totalOf = async (of: MeasureCut, known: Known): Promise<bigint | null> => {
  if (of.kind === 'latest') return latestSum(of.cut, known);
  if (isEmpty(of.cut)) return 0n;
  if (of.kind === 'keys') return (await daysOf(of, known)).reduce((sum, { quantity }) => sum + quantity, 0n);
  const { from, to } = of.cut;
  const moments = [atEndOf(to), ...(from === null ? [] : [before(from)])];
  const [closing = 0n, opening = 0n] = await closingsOfFlow(of.cut, moments, known);
  return closing - opening;
};
