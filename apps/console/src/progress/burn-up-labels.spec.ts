import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DayPoint } from './burn-up.js';
import { boxOf, cover, labelsOf } from './burn-up-labels.js';

const plot = { from: '2024-01-01', to: '2024-12-31', most: 104, widthPx: 1_100, heightPx: 250 };

const linesOf = (today: string, actual: number, expected: number, names: readonly string[]) => {
  const places: readonly (readonly DayPoint[])[] = [
    [
      ['2024-01-01', 0],
      ['2024-02-01', actual / 4],
      [today, actual],
    ],
    [
      ['2024-01-01', 0],
      [today, expected],
      ['2024-12-31', 100],
    ],
    [
      [today, actual],
      ['2024-12-31', 100],
    ],
    [
      [today, actual],
      ['2024-12-31', Math.min(actual * 1.5, 104)],
    ],
  ];
  return places.map((each, at) => ({ name: names[at] ?? '', places: each }));
};

const en = ['Actual', 'Even pace', 'Required from today', 'Forecast'];
const zh = ['实际', '匀速', '自今日起所需', '预测'];

describe('names of lines', () => {
  it('do not cover each other where lines run close together', () => {
    for (const names of [en, zh]) {
      const lines = linesOf('2024-07-31', 60, 58, names);
      const labels = labelsOf(lines, plot);
      expect([...labels.keys()]).toEqual(names);
    }
  });

  it('stay within the plot where a line begins shortly before the end of the days', () => {
    const narrow = { ...plot, widthPx: 620 };
    const lines = linesOf('2024-11-30', 89, 91, en);
    const labels = labelsOf(lines, narrow);
    expect(labels.get('Required from today')).toBeDefined();
    for (const [name, label] of labels) expect(boxOf(name, label, narrow).right).toBeLessThanOrEqual(620);
  });

  it('never cover each other, wherever the lines run; one that has no room is left away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 365 }),
        fc.integer({ min: 0, max: 104 }),
        fc.integer({ min: 0, max: 100 }),
        fc.constantFrom(en, zh),
        (day, actual, expected, names) => {
          const today = new Date(Date.parse('2024-01-01') + day * 86_400_000).toISOString().slice(0, 10);
          const lines = linesOf(today, actual, expected, names);
          const boxes = [...labelsOf(lines, plot)].map(([name, label]) => boxOf(name, label, plot));
          for (const [at, box] of boxes.entries())
            for (const other of boxes.slice(at + 1)) expect(cover(box, other)).toBe(false);
          expect(boxes.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  it('keep off a line that has its name elsewhere', () => {
    const lines = linesOf('2024-11-30', 89, 91, en);
    const goal: readonly DayPoint[] = [
      ['2024-01-01', 100],
      ['2024-12-31', 100],
    ];
    const label = labelsOf(lines, plot, [], [{ name: 'Target', places: goal }]).get('Required from today');
    const { top, bottom } = (label && boxOf('Required from today', label, plot)) ?? { top: 0, bottom: 0 };
    const goalPx = plot.heightPx * (1 - 100 / plot.most);
    expect(top > goalPx || bottom < goalPx).toBe(true);
  });

  it('leave what stands there already alone', () => {
    const taken = { left: 0, right: 1_100, top: 0, bottom: 130 };
    const [label] = labelsOf(linesOf('2024-07-31', 60, 58, en), plot, [taken]).values();
    expect(label && cover(boxOf('Actual', label, plot), taken)).toBe(false);
  });
});
