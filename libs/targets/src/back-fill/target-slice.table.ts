import type pg from 'pg';
import type { TargetData } from '#facts';
import { type DefinitionsInForce, type Delta, dimensionsJsonSql, type TargetVersion } from '#figures';
import { followTargets } from '../tables/add-up.table.js';
import type { BlockSizes } from '../tables/blocks.js';
import { blocksOfTarget, rollUpEnded } from '../tables/roll-up.table.js';
import { computedMeasures, type OpenBackFill } from './back-fill.table.js';

/** The target as its fact set it, and the seq from which on it is not in force any more. */
const targetOf = async (
  client: pg.ClientBase,
  seq: number,
): Promise<{ readonly target: TargetVersion; readonly until: number | null }> => {
  const { rows } = await client.query<{ data: TargetData; until: number | string | null }>(
    'select data, until_seq as until from figure_definition where seq = $1',
    [seq],
  );
  const [row] = rows;
  if (!row) throw new Error(`No target was set at seq ${seq}.`);
  return {
    target: { seq, firstSeq: seq, version: 1, data: row.data },
    until: row.until === null ? null : Number(row.until),
  };
};

type DeltaRow = Omit<Delta, 'seq' | 'quantity' | 'computation'> & {
  readonly seq: number | string;
  readonly quantity: string;
};

interface Asked {
  readonly computation: number;
  readonly after: number;
  readonly upTo: number;
}

/** The fact up to which there are about so many quantities; those of one fact are never parted. */
const endOfSlice = async (
  client: pg.ClientBase,
  { computation, after, upTo }: Asked,
  most: number,
): Promise<number> => {
  const { rows } = await client.query<Record<'first' | 'last', number | string> & { count: number }>(
    `select coalesce(min(seq), 0) as first, coalesce(max(seq), 0) as last, count(*)::integer as count from (
       select seq from measure_delta where computation = $1 and seq > $2 and seq <= $3 order by seq limit $4) as next`,
    [computation, after, upTo, most],
  );
  const [found] = rows;
  return found && found.count === most ? Math.max(Number(found.first), Number(found.last) - 1) : upTo;
};

const quantitiesOf = async (
  client: pg.ClientBase,
  { computation, after, upTo }: Asked,
): Promise<readonly Delta[]> => {
  const { rows } = await client.query<DeltaRow>(
    `select seq, ordinal, effective_date::text as "effectiveDate", ${dimensionsJsonSql} as dimensions, distinct_key as key,
       quantity::text as quantity
     from measure_delta where computation = $1 and seq > $2 and seq <= $3 order by seq, ordinal`,
    [computation, after, upTo],
  );
  return rows.map(({ seq, quantity, ...delta }): Delta => ({
    ...delta,
    computation,
    seq: Number(seq),
    quantity: BigInt(quantity),
  }));
};

/** Moves the counts and the whole period of a target by quantities that were there before it was set, as the follower would have. */
export const followHistory = async (
  client: pg.ClientBase,
  open: OpenBackFill,
  { upTo, most, sizes }: { readonly upTo: number; readonly most: number; readonly sizes: BlockSizes },
): Promise<number> => {
  const { target, until } = await targetOf(client, open.target);
  const [measure] = await computedMeasures(client, [open.computation]);
  if (!measure) throw new Error(`No measure computes under ${open.computation}.`);
  const ends = [until, measure.until].flatMap((end) => (end === null ? [] : [end - 1]));
  const counted = Math.min(upTo, ...ends);
  const asked = { computation: open.computation, after: open.seq, upTo: counted };
  const read = await endOfSlice(client, asked, most);
  const deltas = await quantitiesOf(client, { ...asked, upTo: read });
  const to = read >= counted ? upTo : read;
  const definitions: DefinitionsInForce = {
    programmes: [],
    calendars: [],
    // Whether the target's filter narrows it or not: it is the measure whose quantities are followed.
    targets: [{ ...target, narrowed: new Map([[measure.computation, measure]]) }],
    measures: new Map([[measure.data.code, measure]]),
  };
  if (deltas.length > 0) await followTargets(client, definitions, deltas);
  await rollUpEnded(client, open.seq, to, sizes, blocksOfTarget(open.target, open.computation));
  return to;
};
