import type pg from 'pg';
import type { MeasureData } from '#facts';
import {
  type DefinitionsInForce,
  followedComputations,
  type MeasureVersion,
  type TargetVersion,
  narrowingsOf,
  narrowsMeasures,
} from '#figures';
import type { BackFillProgress } from '#contract';
import { stoppedBackFills } from '#projections';
import { isUnderWay } from '../definitions/remembered-definitions.js';
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
interface ComputedMeasure extends MeasureVersion {
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

/** How far measures and targets are filled in; null for what is. */
interface BackFillsUnderWay {
  readonly ofMeasure: (measure: MeasureVersion) => BackFillProgress;
  readonly ofTarget: (target: TargetVersion) => BackFillProgress;
}

const none: BackFillsUnderWay = { ofMeasure: () => null, ofTarget: () => null };

const reached = async (database: Queryable): Promise<number> => {
  const { rows } = await database.query<{ seq: number | string }>(
    `select seq from projection_checkpoints where name = 'targets'`,
  );
  return Number(rows[0]?.seq ?? 0);
};

/** Nothing is asked where all that is in force is filled in. Read in one snapshot with the definitions. */
export const backFillsUnderWay = async (
  database: Queryable,
  definitions: DefinitionsInForce,
): Promise<BackFillsUnderWay> => {
  if (!isUnderWay(definitions)) return none;
  const open = await readOpen(database);
  const of = await reached(database);
  const seqOf = (target: number, computation: number): readonly number[] =>
    open.filter((each) => each.target === target && each.computation === computation).map(({ seq }) => seq);
  const stopped = new Set(
    (await stoppedBackFills(database)).flatMap(({ projection, seq }) =>
      projection === 'targets' ? seq : [],
    ),
  );
  const least = (seqs: readonly number[]): BackFillProgress => {
    if (seqs.length === 0) return null;
    const seq = Math.min(...seqs);
    return { seq, of, ...(stopped.has(seq) && { isStopped: true as const }) };
  };
  const seqsOf = (code: string | null): readonly number[] => {
    const measure = code === null ? undefined : definitions.measures.get(code);
    return measure ? [...seqOf(0, measure.computation), ...seqsOf(measure.data.of)] : [];
  };
  const seqsOfShown = ({ data, narrowed }: TargetVersion): readonly number[] =>
    narrowsMeasures(data.filter)
      ? narrowingsOf(definitions.measures, data).flatMap(({ measure }) =>
          seqOf(0, narrowed?.get(measure.computation)?.computation ?? 0),
        )
      : [data.measure, ...data.beside].flatMap(seqsOf);
  return {
    ofMeasure: ({ data }) => least(seqsOf(data.code)),
    ofTarget: (target) => {
      const { seq, unfilled = [], isFollowed = true } = target;
      return least([
        ...seqsOfShown(target),
        ...(isFollowed ? unfilled : []).flatMap((computation) => seqOf(seq, computation)),
      ]);
    },
  };
};
