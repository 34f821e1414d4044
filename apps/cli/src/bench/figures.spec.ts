import { describe, expect, it } from '@jest/globals';
import {
  connectionsMeasured,
  figuresOnEventStore,
  storeRowNames,
  figuresOnPostgres,
  rowNames,
} from './engine-figures.js';
import {
  appendingUsOf,
  type Figure,
  highest,
  lowest,
  type MeasuredFigure,
  measuredFigures,
  perCoreSecondOf,
  rateOf,
  ratio,
  worseThan,
} from './figures.js';
import type { Row } from './interleaved.js';
import { tableOf, withRun } from './result-table.js';

const us = { client: 100, server: 200, mainThread: 150, projector: 50, postgres: 150 };
const row = (name: string, perSecond: number | null, failed?: string): Row => ({
  name,
  perSecond,
  p50Ms: perSecond === null ? null : 2,
  p99Ms: perSecond === null ? null : 9,
  us: perSecond === null ? null : us,
  ...(failed !== undefined && { failed }),
});
const rows = [row('ours', 300), row('a', 100), row('b', 50), row('c', null, 'not installed')];

describe('figures of a run', () => {
  it('hold a rate against the best of those that could be measured', () => {
    const best = highest(['a', 'b', 'c'].map(rateOf));
    expect(ratio(rateOf('ours'), best)(rows)).toBe(3);
    expect(lowest(['a', 'c'].map(appendingUsOf))(rows)).toBe(250);
    expect(highest([rateOf('c')])(rows)).toBeNaN();
  });

  it('count all that serves by the core, and not who puts it under load', () => {
    expect(perCoreSecondOf('ours')(rows)).toBe(2_500);
  });

  it('are medians of the rounds, each within its own: a slow round is slow on both sides', () => {
    const value = ratio(rateOf('ours'), rateOf('a'));
    const rounds = [
      [row('ours', 30), row('a', 10)],
      [row('ours', 4_000), row('a', 1_000)],
      [row('ours', 200), row('a', 100)],
    ];
    const [figure] = measuredFigures(rounds, [{ name: 'x', unit: 'ratio', better: 'higher', value }]);
    expect(figure).toMatchObject({ value: 3, range: [2, 4] });
  });

  it('are shown with what is asked for, whether met, missed or not measured; a failed row with its reason', () => {
    const figure = (name: string, ask: number, of: string): Figure => ({
      name,
      unit: 'ratio',
      better: 'higher',
      ask,
      value: ratio(rateOf(of), rateOf('a')),
    });
    const figures = [figure('met', 3, 'ours'), figure('missed', 3, 'b'), figure('gone', 3, 'c')];
    const table = tableOf(rows, measuredFigures([rows], figures));
    expect(table).toContain('| met | 3.00 | 3.00 – 3.00 | ≥ 3 | met |');
    expect(table).toContain('| missed | 0.50 | 0.50 – 0.50 | ≥ 3 | **missed** |');
    expect(table).toContain('| gone | not measured | – | ≥ 3 | **not measured** |');
    expect(table).toContain('| c | **failed**: not installed | | |');
    expect(table).toContain('| ours | 300 | 2.0 ms, 9.0 ms | 100, 200, 50, 150 (150) |');
  });

  it('are read out of rows that a run has: each is measured when all rows are', () => {
    const peers = ['castore', 'emmett'];
    const stores = ['our log', ...peers];
    const names = Object.values(rowNames).flatMap((name) =>
      typeof name === 'string' ? [name] : stores.map(name),
    );
    const all = measuredFigures([names.map((name) => row(name, 100))], figuresOnPostgres(peers));
    expect(all.filter(({ value }) => value === null)).toEqual([]);
  });

  it('are read out of rows that a run beside an event store has, too', () => {
    const names = Object.values(storeRowNames).flatMap((name) =>
      typeof name === 'string' ? [name] : connectionsMeasured.map(name),
    );
    const all = measuredFigures([names.map((name) => row(name, 100))], figuresOnEventStore());
    expect(all.filter(({ value }) => value === null)).toEqual([]);
    expect(all.filter(({ ask }) => ask === 0.6).map(({ value }) => value)).toEqual([1, 1, 1]);
  });
});

describe('a run held against the one that was kept', () => {
  const kept = (value: number | null, better: 'higher' | 'lower' = 'higher'): MeasuredFigure => ({
    name: 'durable ÷ idle',
    unit: 'ratio',
    better,
    value,
    range: null,
  });

  it('names a ratio that is more than 15 % worse, whichever way is worse', () => {
    expect(worseThan([kept(0.4)], [kept(0.33)])).toEqual([
      'durable ÷ idle: 0.40 before, 0.33 now: 18 % worse',
    ]);
    expect(worseThan([kept(2, 'lower')], [kept(2.4, 'lower')])).toEqual([
      'durable ÷ idle: 2.00 before, 2.40 now: 20 % worse',
    ]);
  });

  it('names a ratio that is not measured any more', () => {
    const gone = ['durable ÷ idle: 0.40 before, not measured now'];
    expect(worseThan([kept(0.4)], [kept(null)])).toEqual(gone);
    expect(worseThan([kept(0.4)], [])).toEqual(gone);
  });

  it('passes over what is better, noise, what was not measured before, and values of the machine', () => {
    expect(worseThan([kept(0.4)], [kept(0.9)])).toEqual([]);
    expect(worseThan([kept(0.4)], [kept(0.35)])).toEqual([]);
    expect(worseThan([kept(null)], [kept(0.1)])).toEqual([]);
    const lag = { ...kept(100, 'lower'), unit: 'ms' } as const;
    expect(worseThan([lag], [{ ...lag, value: 900 }])).toEqual([]);
  });
});

describe('the document that holds a run', () => {
  const place = (run: string): string =>
    `before\n<!-- the last run kept by \`npm run bench -- --keep\` -->\n\n${run}\n\n<!-- the end of that run -->\nafter\n`;

  it('gets another in its place, and keeps what stands around it', () => {
    expect(withRun(place('old'), 'new')).toBe(place('new'));
  });

  it('needs a place for it', () => {
    expect(() => withRun('before\nafter\n', 'new')).toThrow(/no place/);
  });
});
