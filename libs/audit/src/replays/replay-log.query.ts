import type pg from 'pg';
import type { Replay, TargetProgress } from '#contract';
import { withConnection } from '#database';
import {
  type CheckedPart,
  factColumns,
  inSnapshot,
  type Mismatch,
  once,
  saysNothing,
  sliceSize,
} from '#projections';
import { targetsChecker, targetsProjection, progressOf, progressOfFold } from '#targets';
import { type SequencedFact, streams } from '#facts';
import { type ChangedStreams, definitionFactTypes, type FigureFold, foldFigures } from '#figures';
import { pause } from '#wake-up';
import { compareFigures } from './compare-figures.js';
import type { ReplayAsked, RunReplay } from './replays.table.js';

/* Finds the rows behind a wrong figure: runs the checker of figures over all slices. */

/** Rows that are listed at most; in a broken projection all may differ. */
const mostRows = 100;

const checkedRows = { projection: targetsProjection.name, version: targetsProjection.version };

const checkedSlice = async (client: pg.ClientBase, part: CheckedPart, after: string | null) => {
  const upTo = await part.sliceEnd(client, after, sliceSize);
  return { upTo, mismatches: await part.check(client, { after, upTo }) };
};

/** Checks one part slice by slice, each in a snapshot of its own. */
async function* slicesOf(
  part: CheckedPart,
  pool: pg.Pool,
  signal: AbortSignal,
): AsyncGenerator<readonly Mismatch[]> {
  for (let after: string | null = null; ;) {
    signal.throwIfAborted();
    const from: string | null = after;
    // Undefined where the rows are of another version of the projection, which the checker does not know.
    const slice: Awaited<ReturnType<typeof checkedSlice>> | undefined = await withConnection(
      pool,
      (connection) => inSnapshot(connection, checkedRows, () => checkedSlice(connection, part, from)),
    );
    yield slice?.mismatches ?? [];
    after = slice?.upTo ?? null;
    if (after === null) return;
  }
}

const differingRows = async (pool: pg.Pool, signal: AbortSignal): Promise<Replay['rows']> => {
  const found: Mismatch[] = [];
  for (const part of targetsChecker.parts) {
    if (saysNothing(part, found)) continue;
    for await (const mismatches of slicesOf(part, pool, signal)) {
      found.push(...mismatches);
      if (found.length >= mostRows) return [...once(found)].slice(0, mostRows);
    }
  }
  return [...once(found)];
};

/** Facts in the order of the log. Seqs are dense: a page after a seq begins with the next one. */
interface FactsInOrder {
  readAfter(seq: number, limit: number): Promise<readonly SequencedFact[]>;
}

interface ReplayedLog {
  readonly pool: pg.Pool;
  readonly facts: FactsInOrder;
}

const pageFacts = 2_000;
const backFillPollMs = 1_000;

/** A retry would fail in the same way: the facts themselves are faulty. */
class NotReplayable extends Error {}

/**
 * The progress that the projection answers, with its seq: the one asked for, or the checkpoint. `targets` is null where there is no such
 * programme. @throws NotReplayable where the projection is behind the seq asked for, as after it was reset
 */
const projectedProgress = (
  pool: pg.Pool,
  { knownAt, ...asked }: ReplayAsked,
): Promise<{ readonly seq: number; readonly targets: readonly TargetProgress[] | null }> =>
  withConnection(pool, async (connection) => {
    await connection.query('begin isolation level repeatable read, read only');
    const { rows } = await connection.query<{ seq: number }>(
      'select seq from projection_checkpoints where name = $1',
      [targetsProjection.name],
    );
    const last = rows[0]?.seq ?? 0;
    if (knownAt !== null && knownAt > last)
      throw new NotReplayable(`The figures stand at fact ${last}, and not at ${knownAt} yet.`);
    const seq = knownAt ?? last;
    const progress = await progressOf(connection, { ...asked, knownAt: seq, filters: {} });
    await connection.query('commit');
    return { seq, targets: progress?.targets ?? null };
  });

/** As `projectedProgress`, once the back-fill of all targets is complete. Until then they have no figures to compare. */
const completeProgress = async (
  pool: pg.Pool,
  asked: ReplayAsked,
  signal: AbortSignal,
): ReturnType<typeof projectedProgress> => {
  for (;;) {
    signal.throwIfAborted();
    const found = await projectedProgress(pool, asked);
    if (!found.targets?.some(({ backFill }) => backFill !== null)) return found;
    await pause(backFillPollMs, signal);
  }
};

/** The definitions up to a seq; they are in few streams, which are found by their prefixes. */
const definitionsUpTo = async (pool: pg.Pool, seq: number): Promise<readonly SequencedFact[]> => {
  const { rows } = await pool.query<SequencedFact>(
    `select ${factColumns('found')}
       from unnest($1::text[]) as asked (prefix)
      cross join lateral (select * from facts where stream >= prefix and stream < prefix || chr(127)) found
      where type = any($2) and seq <= $3 order by seq`,
    [[streams.programme.prefix, streams.measure.prefix, streams.calendar.prefix], definitionFactTypes, seq],
  );
  return rows;
};

/** The streams with corrections or reversals up to a seq, by an index of these facts. */
const changedUpTo = async (pool: pg.Pool, seq: number): Promise<ChangedStreams> => {
  const { rows } = await pool.query<{ stream: string; last: number | string }>(
    `select stream, max(seq) as last from facts
      where (type = 'FactCorrected' or type = 'FactReversed') and seq <= $1 group by stream`,
    [seq],
  );
  return new Map(rows.map(({ stream, last }) => [stream, Number(last)]));
};

/** Turns errors of the fold into `NotReplayable`, with the fact at which it failed, since a retry would fail again. */
const folding = <Result>(work: () => Result, fact?: SequencedFact): Result => {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new NotReplayable(`The log cannot be folded${fact ? ` at fact ${fact.seq}` : ''}: ${reason}`);
  }
};

const foldUpTo = async (
  { pool, facts }: ReplayedLog,
  last: number,
  onRead: (seq: number) => void,
  signal: AbortSignal,
): Promise<FigureFold> => {
  const definitions = await definitionsUpTo(pool, last);
  const changed = await changedUpTo(pool, last);
  const fold = folding(() => foldFigures(definitions, changed));
  let page = facts.readAfter(0, pageFacts);
  for (let passed = 0; passed < last;) {
    const read = await page;
    signal.throwIfAborted();
    if (read[0]?.seq !== passed + 1) throw new NotReplayable(`After fact ${passed} the next one is missing.`);
    const taken = read.filter(({ seq }) => seq <= last);
    passed = taken.at(-1)?.seq ?? last;
    page = passed < last ? facts.readAfter(passed, pageFacts) : Promise.resolve([]);
    // Awaited in the next round. If the fold fails first, this promise must not count as unhandled.
    page.catch(() => undefined);
    for (const fact of taken) folding(() => fold.take([fact]), fact);
    onRead(passed);
  }
  return fold;
};

/**
 * Folds the log from its beginning up to the seq asked for, or to the checkpoint of the projection, and compares every target with the
 * projected figures there. The fold reads facts only, and none of the tables that it is compared with.
 */
export const replayLog =
  (log: ReplayedLog): RunReplay =>
  async (asked, onProgress, signal) => {
    const { programme, effectiveAsOf } = asked;
    try {
      const { seq, targets } = await completeProgress(log.pool, asked, signal);
      const counts = { factsRead: 0, factsTotal: seq };
      onProgress(counts);
      const fold = await foldUpTo(log, seq, (factsRead) => onProgress({ ...counts, factsRead }), signal);
      const folded = folding(() => progressOfFold(fold, programme, effectiveAsOf));
      if (!folded || !targets)
        throw new NotReplayable(`The programme ${programme} is not defined at seq ${seq}.`);
      const comparison = compareFigures(folded, targets);
      const rows = comparison.verdict === 'equal' ? [] : await differingRows(log.pool, signal);
      return { outcome: 'completed', seq, comparison, rows };
    } catch (error) {
      if (!(error instanceof NotReplayable)) throw error;
      return { outcome: 'failed', reason: error.message };
    }
  };
