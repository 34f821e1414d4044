import {
  countedSteps,
  type Cut,
  cutSql,
  dimensionColumns,
  dimensionsJsonSql,
  isUnder,
  type KeyQuantity,
  Parameters,
} from '#figures';
import type { AtFact } from '../tables/closings.table.js';
import { sinceWhenSql } from '../tables/distinct.table.js';
import { seqSql } from '../tables/sums.table.js';
import type { Part, Parts, PartsAsked, PartPosition } from './measure-cut.js';

// Which facts count a key, in the order of the log and some quantities at a time: a measure has many more of them than steps.

/** So often for one page; a page with fewer items than were asked for says where to go on. */
const mostLooks = 20;
/** After all that a fact adds. */
const greatestOrdinal = 2 ** 31 - 1;

type Kept = Omit<KeyQuantity, 'seq' | 'quantity'>;
type Row = Kept & { readonly seq: number | string; readonly quantity: string };

const numbered = ({ seq, quantity, ...row }: Row): KeyQuantity => ({
  ...row,
  seq: Number(seq),
  quantity: BigInt(quantity),
});

const columns = `effective_date::text as day, ${dimensionsJsonSql} as dimensions, distinct_key as key`;

/** From a seq on; all of the last fact among them. */
const quantitiesFrom = async (
  cut: Cut,
  from: number,
  atOnce: number,
  known: AtFact,
): Promise<readonly KeyQuantity[]> => {
  const parameters = new Parameters();
  const { rows } = await known.database.query<Row>(
    `select seq, ${columns}, quantity::text from measure_delta
     where ${cutSql(cut, parameters)} and ${seqSql(parameters, from - 1, known)}
     order by seq fetch first ${String(atOnce)} rows with ties`,
    parameters.values,
  );
  return rows.map(numbered);
};

/**
 * What stood of keys before a seq. After their first day only of those from which something is taken back: nothing else can move a count
 * to a later day.
 */
const stoodBefore = async (
  cut: Cut,
  seq: number,
  added: readonly KeyQuantity[],
  { database }: Pick<AtFact, 'database'>,
): Promise<readonly (Kept & { readonly quantity: bigint; readonly since: number })[]> => {
  const parameters = new Parameters();
  const keys = parameters.anyOf([...new Set(added.map(({ key }) => key))]);
  const takenBack = parameters.anyOf([
    ...new Set(added.filter(({ quantity }) => quantity < 0n).map(({ key }) => key)),
  ]);
  const before = `select * from measure_delta
    where ${cutSql(cut, parameters)} and distinct_key = ${keys} and seq < ${parameters.add(seq)}::bigint`;
  const { rows } = await database.query<Kept & Record<'since' | 'quantity', string>>(
    `with cell as materialized (
       select distinct_key, effective_date, ${dimensionColumns}, coalesce(max(since), 0) as since, sum(quantity) as quantity
       from (${sinceWhenSql(before, 'effective_date')}) as added
       group by distinct_key, effective_date, ${dimensionColumns}
     ), there as (
       select distinct_key, min(effective_date) as first from (
         select distinct_key, effective_date from cell group by distinct_key, effective_date having sum(quantity) > 0
       ) as day group by distinct_key
     )
     select ${columns}, since::text, quantity::text
     from cell left join there using (distinct_key)
     where distinct_key = ${takenBack} or first is null or effective_date <= first`,
    parameters.values,
  );
  return rows.map(({ since, quantity, ...cell }) => ({
    ...cell,
    since: Number(since),
    quantity: BigInt(quantity),
  }));
};

const isAfter = (part: PartPosition, after: PartPosition): boolean =>
  part.seq > after.seq || (part.seq === after.seq && part.ordinal > after.ordinal);

/** Steps of some facts, numbered within each. */
const partsOf = async (cut: Cut, added: readonly KeyQuantity[], known: AtFact): Promise<readonly Part[]> => {
  const [first] = added;
  if (!first) return [];
  const before = await stoodBefore(cut, first.seq, added, known);
  let [seq, ordinal] = [0, 0];
  return countedSteps(before, added).map((step) => {
    ordinal = step.seq === seq ? ordinal + 1 : 0;
    seq = step.seq;
    return { ...step, ordinal };
  });
};

export const keySteps = async (
  cut: Cut,
  { since, after, months, under = {}, limit, atOnce }: Omit<PartsAsked, 'of'>,
  known: AtFact,
): Promise<Parts> => {
  const parts: Part[] = [];
  let from = Math.max(since + 1, after.seq);
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const added = await quantitiesFrom(cut, from, atOnce, known);
    for (const part of await partsOf(cut, added, known))
      if (
        isAfter(part, after) &&
        (months?.includes(part.day.slice(0, 7)) ?? true) &&
        isUnder(part.dimensions, under)
      )
        parts.push(part);
    const last = added.at(-1);
    if (parts.length > limit) return { parts: parts.slice(0, limit), next: parts[limit - 1] ?? null };
    if (!last || added.length < atOnce) return { parts, next: null };
    from = last.seq + 1;
  }
  return { parts, next: { seq: from - 1, ordinal: greatestOrdinal } };
};
