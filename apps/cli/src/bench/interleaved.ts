import type { ProcessorUs } from './processor-time.process.js';

/** The value that such a share of all values does not exceed; 0 for none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

interface Repetition {
  /** At the same time. */
  readonly inFlight: number;
  readonly durationMs: number;
  /** Ends after so many, too. */
  readonly most?: number;
  /** How many each counts for. */
  readonly countOfEach?: number;
}

/**
 * Again and again, by number from 1. When one fails no other begins, and those under way are waited for, so that nothing of it runs on
 * beside what is measured next.
 *
 * @throws what the first to fail threw
 */
export const repeated = async (
  { inFlight, durationMs, most = Infinity, countOfEach = 1 }: Repetition,
  once: (no: number) => Promise<void>,
): Promise<Measured> => {
  const tookMs: number[] = [];
  const failures: unknown[] = [];
  let begun = 0;
  const startedAt = performance.now();
  const isOver = (): boolean =>
    failures.length > 0 || begun >= most || performance.now() - startedAt >= durationMs;
  const repeat = async (): Promise<void> => {
    while (!isOver()) {
      const beganAt = performance.now();
      await once((begun += 1));
      tookMs.push(performance.now() - beganAt);
    }
  };
  await Promise.all(
    Array.from({ length: inFlight }, () => repeat().catch((error: unknown) => void failures.push(error))),
  );
  if (failures.length > 0) throw failures[0];
  const count = tookMs.length * countOfEach;
  return {
    count,
    perSecond: count / ((performance.now() - startedAt) / 1_000),
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
  };
};

/** What one round of one subject gave. */
export interface Measured {
  /** How many were done: reports, facts or requests, whatever the row counts. */
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly us?: ProcessorUs;
}

export interface Subject {
  readonly name: string;
  /** What has to stand before it is measured. */
  prepare?(round: number): Promise<void>;
  measure(round: number): Promise<Measured>;
}

/** Medians of a subject's rounds; nothing of one that failed in any. */
export interface Row {
  readonly name: string;
  readonly perSecond: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly us: ProcessorUs | null;
  /** Why it failed. */
  readonly failed?: string;
}

/** Null of nothing. */
export const median = (values: readonly number[]): number | null =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;

const medianUs = (all: readonly ProcessorUs[]): ProcessorUs | null => {
  const of = (name: keyof ProcessorUs): number => median(all.map((us) => us[name])) ?? Number.NaN;
  if (all.length === 0) return null;
  return {
    client: of('client'),
    server: of('server'),
    mainThread: of('mainThread'),
    projector: of('projector'),
    postgres: of('postgres'),
  };
};

const rowOf = (name: string, rounds: readonly Measured[]): Row => ({
  name,
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50Ms: median(rounds.flatMap(({ p50Ms }) => p50Ms ?? [])),
  p99Ms: median(rounds.flatMap(({ p99Ms }) => p99Ms ?? [])),
  us: medianUs(rounds.flatMap(({ us }) => us ?? [])),
});

const failedRow = (name: string, failed: string): Row => ({
  name,
  perSecond: null,
  p50Ms: null,
  p99Ms: null,
  us: null,
  failed,
});

/** What a run gave. */
interface Run {
  /** Medians. */
  readonly rows: readonly Row[];
  /** Each round by itself: two subjects are comparable where the machine was in the same state. */
  readonly rounds: readonly (readonly Row[])[];
}

/**
 * Each round measures every subject once, so that whatever else the machine does falls on all of them alike. The first round only
 * warms up. A subject that fails is not measured again and takes none of the others with it.
 */
export const interleaved = async (
  subjects: readonly Subject[],
  rounds: number,
  onMeasured: (line: string) => void,
): Promise<Run> => {
  const measured = new Map<string, Measured[]>(subjects.map(({ name }) => [name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round <= rounds; round += 1)
    for (const subject of subjects.filter(({ name }) => !failures.has(name))) {
      const { name } = subject;
      try {
        await subject.prepare?.(round);
        const result = await subject.measure(round);
        if (result.count === 0) throw new Error('nothing was done');
        if (round > 0) measured.get(name)?.push(result);
        onMeasured(`round ${round}/${rounds}: ${name}: ${result.perSecond.toFixed(0)}/s`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.set(name, reason);
        onMeasured(`round ${round}/${rounds}: ${name}: failed: ${reason}`);
      }
    }
  const rowsOf = (some: (results: readonly Measured[]) => readonly Measured[]): readonly Row[] =>
    [...measured].map(([name, results]) => {
      const failed = failures.get(name);
      return failed === undefined ? rowOf(name, some(results)) : failedRow(name, failed);
    });
  return {
    rows: rowsOf((results) => results),
    rounds: Array.from({ length: rounds }, (_, round) =>
      rowsOf((results) => results.slice(round, round + 1)),
    ),
  };
};
