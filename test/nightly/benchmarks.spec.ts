import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type MeasuredFigure, worseThan } from '../../apps/cli/src/bench/figures.js';
import type { Row } from '../../apps/cli/src/bench/interleaved.js';

/*
 * A whole run of the benchmarks, held against the one that was kept in docs: ratios alone, since all else is of the machine and its hour.
 */

interface Run {
  readonly at: string;
  readonly figures: readonly MeasuredFigure[];
  readonly rows: readonly Row[];
}

const runIn = (file: string): Run => JSON.parse(readFileSync(file, 'utf8')) as Run;

describe('benchmarks', () => {
  const beganAt = new Date().toISOString();
  let [kept, now]: Run[] = [];

  beforeAll(async () => {
    kept = runIn('docs/benchmarks.json');
    // With a failed row it ends otherwise than with 0, and says below which.
    await promisify(execFile)('node', ['apps/cli/launcher/bench.mjs']).catch(() => undefined);
    now = runIn('.cache/bench.json');
  }, 1_800_000);

  it('measure every row', () => {
    expect(now?.at).toMatch(/^\d{4}-/);
    expect((now?.at ?? '') > beganAt).toBe(true);
    expect(now?.rows.filter(({ failed }) => failed !== undefined)).toEqual([]);
  });

  it('have no ratio that is worse than it was by more than noise', () => {
    expect(kept?.figures.filter(({ unit }) => unit === 'ratio').length).toBeGreaterThan(5);
    expect(worseThan(kept?.figures ?? [], now?.figures ?? [])).toEqual([]);
  });
});
