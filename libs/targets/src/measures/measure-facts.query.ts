import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { MeasureFact, CellDimension, MeasureFacts } from '#contract';
import {
  type Cut,
  cutSql,
  dimensionColumns,
  dimensionsJsonSql,
  isEmpty,
  Parameters,
  quantityText,
  type DimensionFilters,
} from '#figures';
import type { Unit } from '#facts';
import { decodeCursor, encodeCursor } from '#keyset';
import { latestMovesSql, latestPartsSql } from '../tables/indicator-values.table.js';
import type { AtFact, Queryable } from '../tables/closings.table.js';
import { seqSql } from '../tables/sums.table.js';
import { keySteps } from './key-steps.query.js';
import type { Part, Parts, PartsAsked, Found, MeasureAsked, MeasureCut } from './measure-cut.js';
import { readMeasureCut } from './measure-cut.query.js';

interface Row extends Omit<Part, 'quantity' | 'seq'> {
  readonly seq: number | string;
  readonly quantity: string;
}

/** Each quantity as it stands. */
const addedPartsSql = (cut: Cut, since: number, parameters: Parameters, known: AtFact): string =>
  `select seq, ordinal, effective_date as day, ${dimensionColumns}, quantity from measure_delta
   where ${cutSql(cut, parameters)} and ${seqSql(parameters, since, known)}`;

const partsSql = ({ of, since }: PartsAsked, parameters: Parameters, known: AtFact): string => {
  if (of.kind === 'added') return addedPartsSql(of.cut, since, parameters, known);
  return since === 0
    ? latestPartsSql(of.cut, parameters, known)
    : latestMovesSql(of.cut, since, parameters, known);
};

const readRows = async (asked: PartsAsked, known: AtFact): Promise<Parts> => {
  const { after, months, limit } = asked;
  const parameters = new Parameters();
  const rows = partsSql(asked, parameters, known);
  const place = `(${parameters.add(after.seq)}::bigint, ${parameters.add(after.ordinal)}::integer)`;
  const inMonths = months === null ? '' : ` and to_char(day, 'YYYY-MM') = ${parameters.anyOf(months)}`;
  const { rows: found } = await known.database.query<Row>(
    `select seq, ordinal, day::text, ${dimensionsJsonSql} as dimensions, quantity::text from (${rows}) as part
     where (seq, ordinal) > ${place}${inMonths} order by seq, ordinal limit ${parameters.add(limit + 1)}`,
    parameters.values,
  );
  const parts = found
    .slice(0, limit)
    .map(({ seq, quantity, ...part }): Part => ({ ...part, seq: Number(seq), quantity: BigInt(quantity) }));
  return { parts, next: found.length > limit ? (parts.at(-1) ?? null) : null };
};

/** What facts contribute to a figure, in the order of the log. Together they are the figure, at any cut. */
export const readParts = (asked: PartsAsked, known: AtFact): Promise<Parts> => {
  if (isEmpty(asked.of.cut)) return Promise.resolve({ parts: [], next: null });
  return asked.of.kind === 'keys' ? keySteps(asked.of.cut, asked, known) : readRows(asked, known);
};

type OfFact = Pick<MeasureFact, 'type' | 'stream' | 'revision'>;

/** Contributions with the facts that they are of. */
export const shownParts = async (
  parts: readonly Part[],
  unit: Unit,
  { database }: Pick<AtFact, 'database'>,
): Promise<readonly MeasureFact[]> => {
  const { rows } = await database.query<OfFact & { readonly seq: number | string }>(
    'select seq, type, stream, revision from facts where seq = any($1::bigint[])',
    [[...new Set(parts.map(({ seq }) => seq))]],
  );
  const facts = new Map(rows.map(({ seq, ...fact }) => [Number(seq), fact]));
  return parts.map(({ seq, day, dimensions, quantity }) => {
    const fact = facts.get(seq);
    if (!fact) throw new Error(`What the fact at seq ${seq} contributes is there, and the fact is not.`);
    return { seq, ...fact, effectiveDate: day, quantity: quantityText(quantity, unit), dimensions };
  });
};

export interface MeasureFactsQuestion extends MeasureAsked {
  /** `YYYY-MM`, in which a contribution counts; absent: any. */
  readonly months?: readonly string[];
  /** The breakdown of which a cell is asked for: these dimensions are the cell's, and others narrow the measure. Absent: all narrow it. */
  readonly by?: readonly CellDimension[];
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * A key that is counted by month is in one cell only, that of its first occurrence. So a cell by a month is not the measure narrowed to its
 * other dimension, where a key may come first later, but some of what makes up the whole.
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
