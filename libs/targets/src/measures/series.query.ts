import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { type Interval, intervalsBetween, intervalStart, type Span } from '#calendar';
import type { Series, SeriesPoint } from '#contract';
import type { Unit } from '#facts';
import { type DaySum, quantityText } from '#figures';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Known, Queryable } from '../tables/closings.table.js';
import type { Found, MeasureAsked } from './measure-cut.js';
import { type CutOfMeasure, daysOf, readMeasureCut } from './measure-cut.query.js';

interface SeriesAsked {
  readonly interval: Interval;
  /** Null: from the first interval on in which there is anything. */
  readonly from: string | null;
  readonly to: string;
  readonly unit: Unit;
  /** A balance does not begin with the first point: what came before is in its closing balances. */
  readonly carries: boolean;
  /** Of what is only known once somebody reported it, nothing is known before. */
  readonly begins: boolean;
  readonly most: number;
}

/** Null: more than `most`. */
const spansOf = (
  days: readonly DaySum[],
  { interval, from, to, most }: SeriesAsked,
): readonly Span[] | null => {
  const [first] = days;
  const start = from ?? (first && intervalStart(interval, first.day));
  if (start === undefined) return [];
  const spans: Span[] = [];
  for (const span of intervalsBetween(interval, start, to)) {
    if (spans.length === most) return null;
    spans.push(span);
  }
  return spans;
};

/**
 * Interval after interval, those in which nothing came among them, so that the last one always closes with the figure itself. `days` in
 * order, up to the last day of the series. Null when they are more than `most`.
 */
const seriesPoints = (days: readonly DaySum[], asked: SeriesAsked): readonly SeriesPoint[] | null => {
  const spans = spansOf(days, asked);
  if (!spans) return null;
  const { unit, carries, begins } = asked;
  const first = spans[0]?.from ?? '';
  let place = days.findIndex(({ day }) => day >= first);
  if (place === -1) place = days.length;
  const earlier = days.slice(0, place);
  let cumulative = carries ? earlier.reduce((sum, { quantity }) => sum + quantity, 0n) : 0n;
  let isKnown = !begins || (carries && earlier.length > 0);
  return spans.map(({ from, to }) => {
    let quantity = 0n;
    for (let next = days[place]; next && next.day <= to; next = days[(place += 1)]) {
      quantity += next.quantity;
      isKnown = true;
    }
    cumulative += quantity;
    return {
      from,
      to,
      quantity: isKnown ? quantityText(quantity, unit) : null,
      cumulative: isKnown ? quantityText(cumulative, unit) : null,
    };
  });
};

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
