import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { factValueOf, factValues } from '#facts';
import { fullType, reportTypes } from '#reports';
import { sizeOf } from '#testing';
import { generate } from '../../apps/cli/src/xudai/generate/generate.js';
import { engines, registryOn } from '../support/engines.js';
import type { RunningRegistry } from '../support/running-registry.js';
import { type LineOutcome, sendYear, setUp } from '../support/sent-year.js';

/*
 * A year as somebody makes it who has the command line alone, sent over HTTP to a registry: what it comes to is what the generator said,
 * which knows nothing of how the registry counts.
 */

interface Totals {
  readonly types: Readonly<Record<string, { readonly recorded: number; readonly sum: string | null }>>;
  readonly measures: Readonly<Record<string, string | null>>;
}

interface Expected extends Totals {
  readonly reports: number;
  readonly recorded: number;
  readonly renewalsByMonth: Readonly<Record<string, string>>;
  readonly institutions: readonly (Totals & { readonly code: string })[];
  readonly notRecorded: readonly LineOutcome[];
  readonly contested: readonly {
    readonly institution: string;
    readonly loanId: string;
    readonly status: string;
  }[];
}

const { scale, engines: onEngines, isCleanToo } = sizeOf('syntheticYear');

const years = engines.slice(0, onEngines).flatMap((engine) => {
  const clean = ['clean', engine, [] as string[]] as const;
  const faulty = ['with faults', engine, ['--faults']] as const;
  return isCleanToo ? [clean, faulty] : [faulty];
});

const byPlace = (one: LineOutcome, other: LineOutcome): number =>
  one.file === other.file ? one.line - other.line : one.file < other.file ? -1 : 1;

/** By the type of a report that of its fact, as statements tell it. */
const factOf = new Map<string, string>([
  [fullType('event.corrected'), 'FactCorrected'],
  [fullType('event.reversed'), 'FactReversed'],
  ...Object.keys(factValues).flatMap((type) => {
    const reported = reportTypes.find((each) => each === factValueOf(type)?.report?.type);
    return reported ? [[fullType(reported), type] as const] : [];
  }),
]);

const zero = (quantity: string | null | undefined): string =>
  /^0(\.00)?$/.test(quantity ?? '0') ? '0' : (quantity ?? '0');

describe.each(years)('the synthetic year, %s, with the log in %s', (_, engine, options) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-year-'));
  const year = path.join(folder, 'year');
  let registry: RunningRegistry;
  let expected: Expected;
  let outcomes: readonly LineOutcome[];
  let keys: ReadonlyMap<string, string>;
  let key: string;
  let positions: string;
  beforeAll(async () => {
    expect(generate(['--scale', String(scale), '--seed', '5', '--out', year, ...options])).toBe(0);
    expected = JSON.parse(readFileSync(path.join(year, 'expected.json'), 'utf8'));
    registry = await registryOn(engine);
    keys = await setUp(registry, year);
    const sent = await sendYear(registry, keys, year);
    outcomes = sent.outcomes;
    positions = sent.positions.join(',');
    key = await registry.keyFor('supervisor');
  }, 900_000);
  afterAll(async () => {
    await registry.close();
    rmSync(folder, { recursive: true });
  });

  const read = async (route: string, by = key) => {
    const headers = { 'await-position': positions, 'await-timeout': '30000' };
    const answer = await registry.ask('get', route, { key: by, headers });
    if (answer.status !== 200) throw new Error(`${route}: ${answer.status} ${answer.text}`);
    return answer.body;
  };

  it('is recorded but for the lines that are told, each with its rule', () => {
    expect(outcomes).toHaveLength(expected.reports);
    const others = outcomes.filter(({ outcome }) => outcome !== 'recorded');
    expect(others.toSorted(byPlace)).toEqual(expected.notRecorded.toSorted(byPlace));
    expect(others.length > 0).toBe(options.length > 0);
    expect(outcomes.length - others.length).toBe(expected.recorded);
  });

  it('leaves each claim that two banks make as it is told', async () => {
    for (const { institution, loanId, status } of expected.contested)
      expect([loanId, (await read(`/v1/first-time-borrowers/${institution}/${loanId}`)).status]).toEqual([
        loanId,
        status,
      ]);
    expect(expected.contested.length > 0).toBe(options.length > 0);
  });

  it('comes to each total of each institution, and of all, to the fen', async () => {
    const measures = Object.entries(expected.measures).filter(
      ([code]) => code !== 'technology-balance-growth',
    );
    for (const [code, total] of measures) {
      // Of a balance it would be the change from there on.
      const from = code.endsWith('-balance') ? '' : '&from=2024-01-01';
      const body = await read(
        `/v1/measures/${code}/breakdown?by=institution&effectiveAsOf=2024-12-31${from}`,
      );
      expect([code, zero(body.total)]).toEqual([code, zero(total)]);
      const cells = new Map(
        (body.cells as { keys: { institution: string }; quantity: string }[]).map(
          ({ keys: of, quantity }) => [of.institution, quantity],
        ),
      );
      for (const institution of expected.institutions)
        expect([code, institution.code, zero(cells.get(institution.code))]).toEqual([
          code,
          institution.code,
          zero(institution.measures[code]),
        ]);
    }
    expect(measures.length).toBeGreaterThan(18);
  });

  it('comes to the targets of the programme, whose thresholds are of the scale', async () => {
    const { targets } = await read('/v1/programmes/SH24/progress?effectiveAsOf=2024-12-31');
    const actual = Object.fromEntries(
      (targets as { measure: string; actual: string }[]).map((target) => [target.measure, target.actual]),
    );
    expect(Object.keys(actual)).toHaveLength(14);
    for (const [measure, quantity] of Object.entries(actual))
      expect([measure, quantity]).toEqual([measure, expected.measures[measure]]);
    const renewals = (targets as { code: string; threshold: string }[]).find(
      ({ code }) => code === 'SH24-RENEW',
    );
    expect(renewals?.threshold).toBe(`${scale * 1e12}.00`);
  });

  it('comes to the renewals of each month', async () => {
    const { points } = await read(
      '/v1/measures/renewal-volume/series?interval=month&from=2024-01-01&effectiveAsOf=2024-12-31',
    );
    expect(
      Object.fromEntries(
        (points as { from: string; quantity: string }[])
          .filter(({ quantity }) => quantity !== '0.00')
          .map(({ from, quantity }) => [from.slice(0, 7), quantity]),
      ),
    ).toEqual(expected.renewalsByMonth);
  });

  it('comes to the counts and sums of each type that each institution is told', async () => {
    for (const { code, types } of expected.institutions) {
      const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
      const days = await Promise.all(
        [today, new Date(Date.now() - 16 * 3_600_000).toISOString().slice(0, 10)].map((day) =>
          read(`/v1/statements/${day}`, keys.get(code)),
        ),
      );
      const told = days.flatMap(
        ({ recorded }) => recorded as { type: string; count: number; sum: string | null }[],
      );
      expect([code, told.map(({ type, count, sum }) => [type, count, sum]).sort()]).toEqual([
        code,
        Object.entries(types)
          .map(([type, { recorded, sum }]) => [factOf.get(type), recorded, sum])
          .sort(),
      ]);
    }
  });
});
