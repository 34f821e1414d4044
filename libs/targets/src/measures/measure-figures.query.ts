import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Interval } from '#calendar';
import type { Series, Breakdown, CellDimension } from '#contract';
import { isEmpty, quantityText } from '#figures';
import { truncatedDecimal } from '#money';
import { type BlockSizes, shippedSizes } from '../tables/blocks.js';
import type { Known, Queryable } from '../tables/closings.table.js';
import type { Found, MeasureAsked, MeasureCut } from './measure-cut.js';
import { type CutOfMeasure, daysOf, readMeasureCut, totalOf } from './measure-cut.query.js';
import { seriesPoints } from './series-points.js';
import { type Cell, rolledCells, scannedCells } from './cells.table.js';

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

interface BreakdownQuestion extends MeasureAsked {
  /** One or two that differ. */
  readonly by: readonly CellDimension[];
}

/** Twelve months of 800 institutions, about: what somebody reads or draws, and what is written down without holding up others. */
const mostCells = 10_000;

/** A key counts in the month of its first day, a balance as it changed in the month. */
const monthCells = async (of: MeasureCut, known: Known): Promise<readonly Cell[]> => {
  const months = new Map<string, bigint>();
  for (const { day, quantity } of await daysOf(of, known)) {
    const month = day.slice(0, 7);
    months.set(month, (months.get(month) ?? 0n) + quantity);
  }
  return [...months]
    .filter(([, quantity]) => quantity !== 0n)
    .map(([month, quantity]) => ({ values: [month], quantity }));
};

/** Up to one more than an answer holds. */
const cellsOf = async (
  of: MeasureCut,
  by: readonly CellDimension[],
  known: Known,
): Promise<readonly Cell[]> => {
  if (isEmpty(of.cut)) return [];
  if (by.length === 1 && by[0] === 'month') return monthCells(of, known);
  return (await rolledCells(of, by, mostCells + 1, known)) ?? scannedCells(of, by, mostCells + 1, known);
};

/** What a figure is made up of, cell by cell; with the definition in force then. */
export const breakdownOf = async (
  database: Queryable,
  question: BreakdownQuestion,
  sizes: BlockSizes = shippedSizes,
): Promise<Found<Breakdown>> => {
  const read = await readMeasureCut(database, question);
  if (!read.found) return read;
  const { measure, of } = read.found;
  const { by, knownAt } = question;
  const known = { database, knownAt, sizes };
  const cells = await cellsOf(of, by, known);
  if (cells.length > mostCells) return { found: null, why: { reason: 'too-many', most: mostCells } };
  const total = await totalOf(of, known);
  const { code, unit } = measure.data;
  return {
    found: {
      measure: code,
      version: measure.version,
      unit,
      by: [...by],
      cells: cells.map(({ values, quantity }) => ({
        keys: Object.fromEntries(by.map((dimension, index) => [dimension, values[index] ?? ''])),
        quantity: quantityText(quantity, unit),
        share: total === null || total === 0n ? null : truncatedDecimal(quantity, total, 4),
      })),
      total: total === null ? null : quantityText(total, unit),
    },
  };
};

/** A measure by one or two dimensions. Asked inside a snapshot, as the basis is. */
export class BreakdownQuery extends Query<Found<Breakdown>> {
  constructor(readonly question: BreakdownQuestion) {
    super();
  }
}

@QueryHandler(BreakdownQuery)
export class BreakdownHandler implements IQueryHandler<BreakdownQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ question }: BreakdownQuery): Promise<Found<Breakdown>> {
    return breakdownOf(this.pool, question);
  }
}
