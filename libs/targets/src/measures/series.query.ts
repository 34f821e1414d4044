import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Interval } from '#calendar';
import type { Series } from '#contract';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Queryable } from '../tables/sums.table.js';
import type { Found, MeasureAsked } from './measure-cut.js';
import { daysOf, readMeasureCut } from './measure-cut.query.js';
import { seriesPoints } from './series-points.js';

export interface SeriesQuestion extends MeasureAsked {
  readonly interval: Interval;
}

/** Ten years of days, and some. Whoever draws more points than this asks for weeks. */
const mostPoints = 4_000;

/** How a figure came about, interval by interval; with the definition in force then. */
export const seriesOf = async (
  database: Queryable,
  question: SeriesQuestion,
  sizes: BlockSizes = shippedSizes,
): Promise<Found<Series>> => {
  const read = await readMeasureCut(database, question);
  if (!read.found) return read;
  const { measure, of } = read.found;
  const { code, op, unit } = measure.data;
  const carries = op === 'BALANCE';
  const { from, to } = of.cut;
  const wanted = carries ? { ...of, cut: { ...of.cut, from: null } } : of;
  const days = await daysOf(wanted, { database, knownAt: question.knownAt, sizes });
  const { interval } = question;
  const points = seriesPoints(days, {
    interval,
    from,
    to,
    unit,
    carries,
    begins: op === 'LATEST_SUM',
    most: mostPoints,
  });
  return points
    ? { found: { measure: code, version: measure.version, unit, interval, points } }
    : { found: null, why: { reason: 'too-many', most: mostPoints } };
};

/** A measure by day, week or month. Asked inside a snapshot, as the basis is. */
export class SeriesQuery extends Query<Found<Series>> {
  constructor(readonly question: SeriesQuestion) {
    super();
  }
}

@QueryHandler(SeriesQuery)
export class SeriesHandler implements IQueryHandler<SeriesQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ question }: SeriesQuery): Promise<Found<Series>> {
    return seriesOf(this.pool, question);
  }
}
