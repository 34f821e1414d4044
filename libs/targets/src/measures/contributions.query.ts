import type { MeasureFact } from '#contract';
import {
  type Cut,
  cutSql,
  dimensionColumns,
  dimensionsJsonSql,
  isEmpty,
  Parameters,
  quantityText,
} from '#figures';
import type { Unit } from '#facts';
import { latestMovesSql, latestPartsSql } from '../tables/indicator-values.table.js';
import type { AtFact } from '../tables/closings.table.js';
import { seqSql } from '../tables/sums.table.js';
import { keySteps } from './key-steps.query.js';
import type { Part, Parts, PartsAsked } from './parts-asked.js';

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
