import { canonicalJson } from '#canonical-json';
import type pg from 'pg';
import type { FilterExpression, MeasureData, TargetData } from '#facts';
import {
  countsFromItsBeginning,
  type MeasureInForce,
  type MeasureVersion,
  nameOfNarrowing,
  narrowedData,
  narrowingsOf,
  narrowsMeasures,
  type TargetVersion,
} from '#figures';
import { addRows } from '#projections';
import type { Queryable } from '../tables/closings.table.js';
import { figureDefinition } from '../tables/read-tables.table.js';

// Measures narrowed by the filters of targets (ADR 34): there is one for each computation and filter, shared by all targets with that
// filter.

interface Narrowed extends MeasureInForce {
  /** The computation that is narrowed. */
  readonly of: number;
  readonly filter: FilterExpression;
}

const readNarrowed = async (database: Queryable): Promise<readonly Narrowed[]> => {
  const { rows } = await database.query<{
    of: string;
    computation: number | string;
    complete: boolean;
    data: MeasureData;
    filter: FilterExpression;
  }>(
    `select code as of, computation, complete, data, narrowed_by as filter from figure_definition where kind = 'narrowed'`,
  );
  return rows.map(({ of, computation, ...rest }) => ({
    ...rest,
    of: Number(of),
    computation: Number(computation),
  }));
};

/** The targets, each with the measures that its filter narrows. */
export const withNarrowed = async (
  database: Queryable,
  targets: readonly TargetVersion[],
): Promise<readonly TargetVersion[]> => {
  if (!targets.some(({ data }) => narrowsMeasures(data.filter))) return targets;
  const all = await readNarrowed(database);
  return targets.map((target) => {
    if (!narrowsMeasures(target.data.filter)) return target;
    const filter = canonicalJson(target.data.filter);
    const own = all.filter((each) => canonicalJson(each.filter) === filter);
    return { ...target, narrowed: new Map(own.map((each) => [each.of, each])) };
  });
};

/** Every version that was ever set: figures can be asked for under any of them. */
const targetsEver = async (client: pg.ClientBase): Promise<readonly TargetData[]> => {
  const { rows } = await client.query<{ data: TargetData }>(
    `select data from figure_definition where kind = 'target' order by seq`,
  );
  return rows.map(({ data }) => data);
};

/** What one definition can narrow; it separates its numbers from those of the next definition. */
const mostAtOnce = 65_536;

/** Below zero, so that none is the number of a measure's own computation; it says at which definition it began. */
const numberOf = (seq: number, index: number): number => {
  if (index >= mostAtOnce) throw new Error(`The definition at seq ${seq} narrows too many measures.`);
  return -(seq * mostAtOnce + index);
};

/** Seq of the definition at which a computation began. */
export const definedAt = (computation: number): number =>
  computation < 0 ? Math.floor(-computation / mostAtOnce) : computation;

/**
 * Begins what the targets narrow of the measures in force and is not there yet, at the definition that made it so. Gives those that have to
 * be filled in.
 */
export const beginNarrowed = async (
  client: pg.ClientBase,
  seq: number,
  measures: ReadonlyMap<string, MeasureVersion>,
  recordedFacts: ReadonlySet<string>,
): Promise<readonly number[]> => {
  const wanted = (await targetsEver(client)).flatMap((target) => narrowingsOf(measures, target));
  if (wanted.length === 0) return [];
  const known = new Set((await readNarrowed(client)).map(({ of, filter }) => nameOfNarrowing(of, filter)));
  const unfilled: number[] = [];
  let begun = 0;
  for (const narrowing of wanted) {
    const { measure, filter } = narrowing;
    const name = nameOfNarrowing(measure.computation, filter);
    if (known.has(name)) continue;
    known.add(name);
    const computation = numberOf(seq, begun);
    begun += 1;
    const data = narrowedData(narrowing);
    const complete = countsFromItsBeginning(data, recordedFacts);
    if (!complete) unfilled.push(computation);
    await addRows(client, figureDefinition, [
      {
        seq: computation,
        kind: 'narrowed',
        code: String(measure.computation),
        part: String(computation),
        version: 1,
        first_seq: seq,
        until_seq: null,
        data: JSON.stringify(data),
        computation,
        complete,
        narrowed_by: JSON.stringify(filter),
      },
    ]);
  }
  return unfilled;
};

/** With the computation that it narrows, at the definition that takes its place: counts kept for targets end there. */
export const endNarrowed = async (client: pg.ClientBase, of: number, seq: number): Promise<void> => {
  await client.query(
    `update figure_definition set until_seq = $2 where kind = 'narrowed' and code = $1::bigint::text and until_seq is null`,
    [of, seq],
  );
};
