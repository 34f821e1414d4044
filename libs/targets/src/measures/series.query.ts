import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Interval } from '#calendar';
import type { Series } from '#contract';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Known, Queryable } from '../tables/closings.table.js';
import type { Found, MeasureAsked } from './measure-cut.js';
import { type CutOfMeasure, daysOf, readMeasureCut } from './measure-cut.query.js';
import { seriesPoints } from './series-points.js';

export interface SeriesQuestion extends MeasureAsked {
  readonly interval: Interval;
}

/** Ten years of days, and some. Whoever draws more points than this asks for weeks. */
const mostPoints = 4_000;

export const seriesOfCut = async (
  { measure, of }: CutOfMeasure,
  { interval }: Pick<SeriesQuestion, 'interval'>,
  known: Known,
): Promise<Found<Series>> => {
  const { code, op, unit } = measure.data;
  const carries = op === 'BALANCE';
  const { from, to } = of.cut;
  const wanted = carries ? { ...of, cut: { ...of.cut, from: null } } : of;
  const days = await daysOf(wanted, known);
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

/** How a figure came about, interval by interval; with the definition in force then. */
export const seriesOf = async (
  database: Queryable,
  question: SeriesQuestion,
  sizes: BlockSizes = shippedSizes,
): Promise<Found<Series>> => {
  const read = await readMeasureCut(database, question);
  return read.found
    ? seriesOfCut(read.found, question, { database, knownAt: question.knownAt, sizes })
    : read;
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
