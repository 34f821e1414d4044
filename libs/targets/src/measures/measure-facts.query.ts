import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { CellDimension, MeasureFacts } from '#contract';
import type { DimensionFilters } from '#figures';
import { decodeCursor, encodeCursor } from '#keyset';
import type { Queryable } from '../tables/closings.table.js';
import { readParts, shownParts } from './contributions.query.js';
import type { Found, MeasureAsked, MeasureCut } from './measure-cut.js';
import { readMeasureCut } from './measure-cut.query.js';

export interface MeasureFactsQuestion extends MeasureAsked {
  /** `YYYY-MM`, in which a contribution counts; absent: any. */
  readonly months?: readonly string[];
  /** The breakdown of which a cell is asked for: these dimensions are the cell's, and others narrow the measure. Absent: all narrow it. */
  readonly by?: readonly CellDimension[];
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * A key that is counted by month stands in one cell alone: where it came first. So a cell by a month is not the measure narrowed to its other
 * dimension, where a key may come first later, but some of what makes up the whole.
 */
const cellOf = (
  of: MeasureCut,
  by: readonly CellDimension[],
): { readonly of: MeasureCut; readonly under: DimensionFilters } => {
  if (of.kind !== 'keys' || !by.includes('month')) return { of, under: {} };
  const filters = Object.entries(of.cut.filters);
  const isOfCell = ([name]: readonly [string, unknown]): boolean => by.includes(name as CellDimension);
  const narrowing = Object.fromEntries(filters.filter((each) => !isOfCell(each)));
  return {
    of: { ...of, cut: { ...of.cut, filters: narrowing } },
    under: Object.fromEntries(filters.filter(isOfCell)),
  };
};

/** The facts behind a figure, or behind a cell of it, in the order of the log. @throws MalformedCursor */
export const measureFactsOf = async (
  database: Queryable,
  { months, by = [], limit, cursor, ...asked }: MeasureFactsQuestion,
  atOnce = 1_000,
): Promise<Found<MeasureFacts>> => {
  const [seq, ordinal] = cursor === undefined ? [0, 0] : decodeCursor(cursor, ['seq', 'revision']);
  const read = await readMeasureCut(database, asked);
  if (!read.found) return read;
  const { measure, of } = read.found;
  const { code, unit } = measure.data;
  const { parts, next } = await readParts(
    { ...cellOf(of, by), since: 0, after: { seq, ordinal }, months: months ?? null, limit, atOnce },
    { database, knownAt: asked.knownAt },
  );
  const items = await shownParts(parts, unit, { database });
  return {
    found: {
      measure: code,
      version: measure.version,
      unit,
      items: [...items],
      next: next && encodeCursor([next.seq, next.ordinal]),
    },
  };
};

/** What facts contribute to a measure. Asked inside a snapshot, as the basis is. */
export class MeasureFactsQuery extends Query<Found<MeasureFacts>> {
  constructor(readonly question: MeasureFactsQuestion) {
    super();
  }
}

@QueryHandler(MeasureFactsQuery)
export class MeasureFactsHandler implements IQueryHandler<MeasureFactsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ question }: MeasureFactsQuery): Promise<Found<MeasureFacts>> {
    return measureFactsOf(this.pool, question);
  }
}
