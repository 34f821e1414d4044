import type { BackFillProgress } from '#contract';
import type { DefinitionsInForce, MeasureVersion, TargetVersion } from '#figures';
import type { Queryable } from '../tables/sums.table.js';
import { readOpen } from './back-fill.table.js';

/** How far measures and targets are filled in; null for what is. */
export interface BackFillsUnderWay {
  readonly ofMeasure: (measure: MeasureVersion) => BackFillProgress;
  readonly ofTarget: (target: TargetVersion) => BackFillProgress;
}

const none: BackFillsUnderWay = { ofMeasure: () => null, ofTarget: () => null };

const isUnderWay = ({ measures, targets }: DefinitionsInForce): boolean =>
  [...measures.values()].some(({ complete }) => !complete) || targets.some(({ unfilled }) => unfilled);

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
  const least = (seqs: readonly number[]): BackFillProgress =>
    seqs.length === 0 ? null : { seq: Math.min(...seqs), of };
  const seqsOf = (code: string | null): readonly number[] => {
    const measure = code === null ? undefined : definitions.measures.get(code);
    return measure ? [...seqOf(0, measure.computation), ...seqsOf(measure.data.of)] : [];
  };
  return {
    ofMeasure: ({ data }) => least(seqsOf(data.code)),
    ofTarget: ({ seq, data, unfilled = [], isFollowed = true }) =>
      least([
        ...[data.measure, ...data.beside].flatMap(seqsOf),
        ...(isFollowed ? unfilled : []).flatMap((computation) => seqOf(seq, computation)),
      ]),
  };
};
