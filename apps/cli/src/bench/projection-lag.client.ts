import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { BenchBank } from './bench-bank.client.js';
import { type Measured, quantile } from './interleaved.js';
import { reportNo } from './report-stream.js';
import { steadily } from './load.client.js';

/** A position of the log, and when it was reached. */
interface Reached {
  readonly seq: number;
  readonly atMs: number;
}

/** A look this often adds as much to a lag, at most. */
const lookEachMs = 5;

/** Where the last of all projections stood, until the signal. */
const watched = async (client: pg.Client, signal: AbortSignal): Promise<readonly Reached[]> => {
  const looks: Reached[] = [];
  while (!signal.aborted) {
    const { rows } = await client.query<{ seq: number }>({
      name: 'last projection',
      text: 'select min(seq)::float8 as seq from projection_checkpoints',
    });
    looks.push({ seq: rows[0]?.seq ?? 0, atMs: performance.now() });
    await pause(lookEachMs);
  }
  return looks;
};

/**
 * From each acknowledgement to the first look that found it projected; 0 for what was projected before. Both in the order of time;
 * acknowledgements may come in another order than positions.
 */
export const lagsMs = (acknowledged: readonly Reached[], looks: readonly Reached[]): readonly number[] => {
  let next = 0;
  return [...acknowledged]
    .sort((one, other) => one.seq - other.seq)
    .map(({ seq, atMs }) => {
      while (next < looks.length && (looks[next]?.seq ?? 0) < seq) next += 1;
      const look = looks[next];
      if (!look) throw new Error(`${seq} was acknowledged and not projected.`);
      return Math.max(0, look.atMs - atMs);
    });
};

interface HalfLoad {
  readonly registry: string;
  readonly run: string;
  readonly aSecond: number;
  readonly durationMs: number;
}

/** Lags from acknowledgement to projected while a bank reports at a steady rate. */
export const lagAt = async (
  client: pg.Client,
  bank: BenchBank,
  { registry, run, aSecond, durationMs }: HalfLoad,
  untilProjected: () => Promise<void>,
): Promise<Measured> => {
  const [reporting, watching] = [new AbortController(), new AbortController()];
  const looks = watched(client, watching.signal);
  const acknowledged: Reached[] = [];
  const startedAt = performance.now();
  const sending = steadily(
    {
      url: `${registry}/v1/events`,
      headers: { authorization: `Bearer ${bank.key}`, 'content-type': 'application/cloudevents+json' },
      aSecond,
      connections: 128,
      expected: 201,
      bodyOf: (no) => reportNo(bank.institution, run, no),
      onAnswer: (body) => {
        const { position } = JSON.parse(body) as { readonly position: string };
        acknowledged.push({ seq: Number(position), atMs: performance.now() });
      },
    },
    reporting.signal,
  );
  try {
    await pause(durationMs);
    reporting.abort();
    const { failed } = await sending;
    if (failed.length > 0) throw new Error(`${failed.length} reports failed: ${failed[0]}`);
    const seconds = (performance.now() - startedAt) / 1_000;
    await untilProjected();
    // So that a look finds the last.
    await pause(10 * lookEachMs);
    watching.abort();
    const lags = lagsMs(acknowledged, await looks);
    return {
      count: lags.length,
      perSecond: lags.length / seconds,
      p50Ms: quantile(lags, 0.5),
      p99Ms: quantile(lags, 0.99),
    };
  } finally {
    reporting.abort();
    watching.abort();
    await looks;
  }
};
