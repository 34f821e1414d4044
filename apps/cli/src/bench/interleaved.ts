/** What one round of one subject gave. */
export interface Measured {
  readonly perSecond: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

interface Subject {
  readonly name: string;
  measure(round: number): Promise<Measured>;
}

/** One subject's rate by that of another in the same run. */
interface Ratio {
  readonly name: string;
  readonly of: string;
  readonly by: string;
}

interface Row {
  readonly name: string;
  readonly perSecond: number;
  readonly p99Ms: number | null;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * Each round measures every subject once, so that whatever else the machine does falls on all of them alike. The first round only
 * warms up. Gives the medians.
 */
export const interleaved = async (
  subjects: readonly Subject[],
  rounds: number,
  onMeasured: (line: string) => void,
): Promise<readonly Row[]> => {
  const measured = new Map<string, Measured[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, measure } of subjects) {
      const result = await measure(round);
      if (round > 0) measured.get(name)?.push(result);
      onMeasured(`round ${round}/${rounds}: ${name}: ${result.perSecond.toFixed(0)}/s`);
    }
  return [...measured].map(([name, results]) => {
    const p99s = results.flatMap(({ p99Ms }) => p99Ms ?? []);
    return {
      name,
      perSecond: Math.round(median(results.map(({ perSecond }) => perSecond))),
      p99Ms: p99s.length === 0 ? null : Number(median(p99s).toFixed(1)),
    };
  });
};

export const ratioOf = (rows: readonly Row[], { of, by }: Ratio): number => {
  const rate = (wanted: string): number => rows.find(({ name }) => name === wanted)?.perSecond ?? Number.NaN;
  return rate(of) / rate(by);
};

/** As it stands in `docs/benchmarks.md`. */
export const tableOf = (rows: readonly Row[], ratios: readonly Ratio[]): string =>
  [
    '| work | per second (median) | p99 |',
    '|---|---|---|',
    ...rows.map(
      ({ name, perSecond, p99Ms }) => `| ${name} | ${perSecond} | ${p99Ms === null ? '–' : `${p99Ms} ms`} |`,
    ),
    '',
    '| ratio | measured |',
    '|---|---|',
    ...ratios.map((ratio) => `| ${ratio.name} | ${ratioOf(rows, ratio).toFixed(2)} |`),
  ].join('\n');

/** What is measured, and against what. */
export interface Benchmarks {
  readonly subjects: readonly Subject[];
  readonly ratios: readonly Ratio[];
  close(): Promise<void>;
}

/** Where the programs under load stand, and for how long each subject is measured in a round. */
export interface BenchEnvironment {
  readonly durationMs: number;
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Address of the registry. */
  readonly registry: string;
  /** Address of the route that does nothing. */
  readonly idle: string;
}

/** The value that such a share of all values does not exceed; 0 for none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
