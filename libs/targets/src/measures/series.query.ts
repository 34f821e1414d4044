import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Interval } from '#calendar';
import type { Series } from '#contract';
import type { DaySum } from '#figures';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import { distinctDays, scannedDays } from '../tables/distinct.table.js';
import { latestDays } from '../tables/indicator-values.table.js';
import { daysOfFlow, type Known, type Queryable } from '../tables/sums.table.js';
import type { Found, MeasureAsked, MeasureCut } from './measure-cut.js';
import { readMeasureCut } from './measure-cut.query.js';
import { seriesPoints } from './series-points.js';

export interface SeriesQuestion extends MeasureAsked {
  readonly interval: Interval;
}

/** Ten years of days, and some. Whoever draws more points than this asks for weeks. */
const mostPoints = 4_000;

/** What was added on each day, in order. */
const daysOf = (of: MeasureCut, known: Known): Promise<readonly DaySum[]> => {
  switch (of.kind) {
    case 'added':
      return daysOfFlow(of.cut, known);
    case 'keys':
      return of.plan ? distinctDays(of.plan, known) : scannedDays(of.cut, known);
    case 'latest':
      return latestDays(of.cut, known);
  }
};

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
