import type pg from 'pg';
import type { MeasureData } from '#facts';
import {
  type DefinitionsInForce,
  followedComputations,
  type MeasureVersion,
  type TargetVersion,
} from '#figures';
import { writeAttainments } from '../tables/figures.table.js';
import type { Queryable } from '../tables/closings.table.js';

// What is being filled in from history: `target` 0 for the quantities of a measure, else the counts and the whole period of one target.

export interface OpenBackFill {
  readonly target: number;
  readonly computation: number;
  /** Filled in up to this fact. */
  readonly seq: number;
}

/** A measure over facts that were there before it: what they come to is filled in beside the follower. */
export const openMeasure = async (client: pg.ClientBase, computation: number): Promise<void> => {
  await client.query('insert into figure_back_fill (target, computation) values (0, $1)', [computation]);
};

/**
 * A target that is set, or a measure that computes anew under targets that show it: `anew` are the computations that begin with it. Where
 * quantities are there already, or will be filled in, its counts and its whole period are filled in afterwards.
 */
export const openTarget = async (
  client: pg.ClientBase,
  { measures }: DefinitionsInForce,
  target: TargetVersion,
  anew: (computation: number) => boolean,
): Promise<void> => {
  const begun = followedComputations(measures, target).filter(({ computation }) => anew(computation));
  await writeAttainments(
    client,
    begun
      .filter(({ isFollowed }) => isFollowed)
      .map(({ computation }) => ({ target: target.seq, computation, total: 0n, firstSeq: null })),
  );
  await client.query(
    `insert into figure_back_fill (target, computation)
     select $1::bigint, of from unnest($2::bigint[]) as begun (of)
     where exists (select from measure_delta where computation = of)
        or exists (select from figure_back_fill open where open.target = 0 and open.computation = of)`,
    [target.seq, begun.map(({ computation }) => computation)],
  );
};

export const readOpen = async (database: Queryable): Promise<readonly OpenBackFill[]> => {
  const { rows } = await database.query<Record<keyof OpenBackFill, number | string>>(
    'select target, computation, seq from figure_back_fill order by target, computation',
  );
  return rows.map(({ target, computation, seq }) => ({
    target: Number(target),
    computation: Number(computation),
    seq: Number(seq),
  }));
};

/** The rows are not where they were left: somebody began the projection again. What was written with it is rolled back. */
export class BackFillMoved extends Error {
  constructor() {
    super('What was being filled in is not where it was.');
  }
}

/** In the transaction that fills in. `isDone`: all is filled in, and the follower goes on with it. @throws BackFillMoved */
export const moveBackFill = async (
  client: pg.ClientBase,
  open: readonly OpenBackFill[],
  { to, isDone }: { readonly to: number; readonly isDone: boolean },
): Promise<void> => {
  const where = `(target, computation, seq) in (select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]))`;
  const keys = [
    open.map(({ target }) => target),
    open.map(({ computation }) => computation),
    open.map(({ seq }) => seq),
  ];
  const { rowCount } = isDone
    ? await client.query(`delete from figure_back_fill where ${where}`, keys)
    : await client.query(`update figure_back_fill set seq = $4 where ${where}`, [...keys, to]);
  if (rowCount !== open.length) throw new BackFillMoved();
  const measures = open.filter(({ target }) => target === 0).map(({ computation }) => computation);
  if (isDone && measures.length > 0)
    await client.query('update figure_definition set complete = true where computation = any($1::bigint[])', [
      measures,
    ]);
};

/** A measure as it computes under one computation, and the seq from which on it does no more; null while it does. */
export interface ComputedMeasure extends MeasureVersion {
  readonly until: number | null;
}

/** As if all were filled in: they are what is filled in. */
export const computedMeasures = async (
  client: pg.ClientBase,
  computations: readonly number[],
): Promise<readonly ComputedMeasure[]> => {
  const { rows } = await client.query<{
    computation: number | string;
    data: MeasureData;
    until: number | string | null;
  }>(
    `select computation, (array_agg(data order by seq))[1] as data,
       case when bool_and(until_seq is not null) then max(until_seq) end as until
     from figure_definition where computation = any($1::bigint[]) group by computation order by computation`,
    [computations],
  );
  return rows.map(({ computation, data, until }) => {
    const seq = Number(computation);
    return {
      computation: seq,
      complete: true,
      data,
      until: until === null ? null : Number(until),
      seq,
      firstSeq: seq,
      version: 1,
    };
  });
};
