import { type Cut, cutSql, filteredDimensions, type Goal, Parameters } from '#figures';
import { type Block, blocksBelow, covering, spanOf } from './blocks.js';
import { gains, keepsGains } from './closings.js';
import type { Known } from './closings.table.js';
import { mayReach, reachOf, type Reach, type Sums } from './reach.js';
import { firstSatisfying, seqSql } from './sums.table.js';

/*
 * The first fact after which totals satisfy something. Blocks in which they cannot have, by what was gained and lost in them, are passed over;
 * only in the smallest that are left is each quantity looked at.
 */

/** Quantities of a measure on some days. */
type Days = Pick<Cut, 'from' | 'to'>;

interface Walk {
  readonly computation: number;
  /** Of each a total is kept. */
  readonly spans: readonly Days[];
  readonly mayHold: (totals: readonly Reach[]) => boolean;
  /** The first of the facts after one seq up to another; with the totals before them. */
  readonly among: (before: readonly bigint[], after: number, upTo: number) => Promise<number | null>;
}

interface Walked {
  readonly first: number | null;
  readonly totals: readonly bigint[];
}

const blockSumsSql = `
  select covering.place::integer as block, moment.place::integer as moment, found.dimension,
         coalesce(found.totals[width_bucket(moment.day - moment.back, found.days)], 0)::text as total
    from unnest($1::smallint[], $2::integer[]) with ordinality as covering (level, block, place)
   cross join lateral (
     select dimension, days, totals from figure_rollup
      where figure_rollup.level = covering.level and figure_rollup.block = covering.block
        and target = 0 and computation = $3 and dimension in ('all', '${gains.dimension}') and value = '' offset 0) as found
   cross join unnest($4::date[], $5::integer[]) with ordinality as moment (day, back, place)`;

/** Of each block and span of days. */
const readSums = async (
  blocks: readonly Block[],
  { computation, spans }: Walk,
  { database }: Known,
): Promise<readonly (readonly Sums[])[]> => {
  const { rows } = await database.query<
    Record<'block' | 'moment', number> & Record<'dimension' | 'total', string>
  >(blockSumsSql, [
    blocks.map(({ level }) => level),
    blocks.map(({ block }) => block),
    computation,
    spans.flatMap(({ from, to }) => [from ?? '-infinity', to]),
    spans.flatMap(() => [1, 0]),
  ]);
  const totals = new Map(
    rows.map(({ block, moment, dimension, total }) => [`${block} ${moment} ${dimension}`, BigInt(total)]),
  );
  const sumOf = (block: number, span: number, dimension: string): bigint => {
    const [before, end] = [1, 2].map(
      (moment) => totals.get(`${block + 1} ${2 * span + moment} ${dimension}`) ?? 0n,
    );
    return (end ?? 0n) - (before ?? 0n);
  };
  return blocks.map((_, block) =>
    spans.map((_days, span) => ({
      net: sumOf(block, span, 'all'),
      gained: sumOf(block, span, gains.dimension),
    })),
  );
};

const walkBlocks = async (
  blocks: readonly Block[],
  before: readonly bigint[],
  walk: Walk,
  known: Known,
): Promise<Walked> => {
  const all = await readSums(blocks, walk, known);
  let totals = before;
  for (const [index, block] of blocks.entries()) {
    const sums = totals.map((total, span) => ({ total, ...(all[index]?.[span] ?? { net: 0n, gained: 0n }) }));
    if (walk.mayHold(sums.map(({ total, ...of }) => reachOf(total, of)))) {
      const first = await walkBlock(block, totals, walk, known);
      if (first !== null) return { first, totals };
    }
    totals = sums.map(({ total, net }) => total + net);
  }
  return { first: null, totals };
};

const walkBlock = async (
  block: Block,
  before: readonly bigint[],
  walk: Walk,
  known: Known,
): Promise<number | null> => {
  if (block.level === 0) return walk.among(before, ...spanOf(block, known.sizes));
  return (await walkBlocks(blocksBelow(block, known.sizes), before, walk, known)).first;
};

/** Rows of the version before do not say what was gained: there every quantity is walked. */
const hasGains = async ({ database }: Known): Promise<boolean> => {
  const { rows } = await database.query<{ version: number }>(
    `select version from projection_checkpoints where name = 'targets'`,
  );
  return rows[0] !== undefined && keepsGains(rows[0].version);
};

export const firstSeqOf = async (walk: Walk, known: Known): Promise<number | null> => {
  const { blocks, upTo } = (await hasGains(known))
    ? covering(known.knownAt, known.sizes)
    : { blocks: [], upTo: 0 };
  const none = walk.spans.map(() => 0n);
  const { first, totals } =
    blocks.length === 0 ? { first: null, totals: none } : await walkBlocks(blocks, none, walk, known);
  return first ?? walk.among(totals, upTo, known.knownAt);
};

const stepsSql = (cut: Cut, parameters: Parameters, after: number, upTo: number): string =>
  `select seq, quantity from measure_delta where ${cutSql(cut, parameters)} and ${seqSql(parameters, after, { knownAt: upTo })}`;

/** For a sum, count or balance. What was gained is known of the whole alone: a narrower cut is walked quantity by quantity. */
export const firstSatisfyingSeq = (cut: Cut, goal: Goal, known: Known): Promise<number | null> => {
  const among: Walk['among'] = ([before = 0n], after, upTo) => {
    const parameters = new Parameters();
    const left = { least: goal.least - before, most: goal.most === null ? null : goal.most - before };
    return firstSatisfying(known.database, stepsSql(cut, parameters, after, upTo), parameters, left);
  };
  if (filteredDimensions(cut.filters).length > 0 || cut.filter !== null) return among([0n], 0, known.knownAt);
  const mayHold: Walk['mayHold'] = ([total]) => total !== undefined && mayReach(total, goal);
  return firstSeqOf({ computation: cut.computation, spans: [cut], mayHold, among }, known);
};
