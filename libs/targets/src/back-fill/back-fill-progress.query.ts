import type { BackFillProgress } from '#contract';
import {
  type DefinitionsInForce,
  type MeasureVersion,
  narrowingsOf,
  narrowsMeasures,
  type TargetVersion,
} from '#figures';
import { stoppedBackFills } from '#projections';
import type { Queryable } from '../tables/closings.table.js';
import { readOpen } from './back-fill.table.js';

/** How far measures and targets are filled in; null for what is. */
export interface BackFillsUnderWay {
  readonly ofMeasure: (measure: MeasureVersion) => BackFillProgress;
  readonly ofTarget: (target: TargetVersion) => BackFillProgress;
}

const none: BackFillsUnderWay = { ofMeasure: () => null, ofTarget: () => null };

const isUnderWay = ({ measures, targets }: DefinitionsInForce): boolean =>
  [...measures.values(), ...targets.flatMap(({ narrowed }) => [...(narrowed?.values() ?? [])])].some(
    ({ complete }) => !complete,
  ) || targets.some(({ unfilled }) => unfilled);

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
