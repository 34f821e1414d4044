import type pg from 'pg';
import type { MeasurePreview } from '#contract';
import { HeldConnection } from '#database';
import type { MeasureData } from '#facts';
import { quantityText } from '#figures';
import { pause } from '#wake-up';
import { countHistoryOf } from '../back-fill/measures-slice.table.js';
import { type Found, type MeasureAsked, measureCut } from '../measures/measure-cut.js';
import { totalOf } from '../measures/measure-cut.query.js';
import { seriesOfCut, type SeriesQuestion } from '../measures/measure-figures.query.js';
import { unrolled } from '../tables/blocks.js';

/*
 * What a measure would show, had it been defined: the functions of the back-fill count the facts, over tables of one connection that stand
 * before the real ones by name. Nothing else can be written over that connection, and nobody waits for it.
 */

/** What counting facts writes. */
const written = ['measure_delta', 'indicator_value', 'back_filled_subject'];

const shadowing = [
  ...written.map((table) => `create temporary table ${table} (like ${table} including all)`),
  // Of tables that are not temporary, from here on.
  'set session characteristics as transaction read only',
].join('; ');

/** Seqs that are looked at together. */
const sliceFacts = 300;

/** The one measure that these tables are of. */
const computation = 1;

export interface PreviewQuestion
  extends Omit<MeasureAsked, 'code' | 'version'>, Pick<SeriesQuestion, 'interval'> {
  readonly data: MeasureData;
  /** Comes when nobody waits for the answer any more, or for too long. */
  readonly signal: AbortSignal;
}

/** Runs slice by slice and rests as long after each slice, so that followers have at least half of the processor time. */
const count = async (client: pg.ClientBase, { data, knownAt, signal }: PreviewQuestion): Promise<void> => {
  for (let after = 0; after < knownAt; after += sliceFacts) {
    signal.throwIfAborted();
    const began = performance.now();
    const upTo = Math.min(knownAt, after + sliceFacts);
    await countHistoryOf(client, [{ computation, complete: true, data }], { run: computation, after, upTo });
    await pause(performance.now() - began, signal);
  }
  signal.throwIfAborted();
};

const shown = async (client: pg.ClientBase, question: PreviewQuestion): Promise<Found<MeasurePreview>> => {
  const { data, knownAt } = question;
  const version = { seq: knownAt, firstSeq: knownAt, version: 1, computation, complete: true, data };
  const nothing = { programmes: [], targets: [], calendars: [], measures: new Map() };
  const of = measureCut(nothing, version, { ...question, code: data.code });
  if (!of) return { found: null, why: { reason: 'growth', of: data.of } };
  await count(client, question);
  const known = { database: client, knownAt, sizes: unrolled };
  const series = await seriesOfCut({ measure: version, of }, question, known);
  if (!series.found) return series;
  const { unit, interval, points } = series.found;
  const total = await totalOf(of, known);
  return {
    found: {
      measure: data.code === '' ? null : data.code,
      unit,
      interval,
      points,
      total: total === null ? null : quantityText(total, unit),
    },
  };
};

/** Over a connection of its own, which ends with it. @throws the signal's reason */
export const previewOf = async (
  pool: Pick<pg.Pool, 'options'>,
  question: PreviewQuestion,
): Promise<Found<MeasurePreview>> => {
  const { signal } = question;
  const held = new HeldConnection(pool, { as: 'preview', begin: shadowing });
  const drop = (): void => void held.drop();
  signal.addEventListener('abort', drop, { once: true });
  try {
    signal.throwIfAborted();
    return await shown(await held.open(), question);
  } catch (error) {
    // What was under way then failed with its connection.
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', drop);
    await held.drop();
  }
};
