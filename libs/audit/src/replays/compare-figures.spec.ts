import { describe, expect, it } from '@jest/globals';
import { compareFigures } from './compare-figures.js';

const target = (code: string, actual: string | null, more: object = {}) => ({
  code,
  actual,
  achieved: false,
  achievedOn: null,
  beside: [{ measure: 'm', actual: '1.00' }],
  forecast: null,
  ...more,
});

describe('figures folded anew and figures shown', () => {
  it('are equal when all members of all targets are', () => {
    expect(
      compareFigures([target('A', '5.00'), target('B', null)], [target('A', '5.00'), target('B', null)]),
    ).toEqual({
      totals: [
        { target: 'A', replayed: '5.00', projected: '5.00' },
        { target: 'B', replayed: null, projected: null },
      ],
      differences: [],
      verdict: 'equal',
    });
  });

  it('differ by an amount, which is named with its target', () => {
    expect(compareFigures([target('A', '5.00')], [target('A', '5.01')])).toEqual({
      totals: [{ target: 'A', replayed: '5.00', projected: '5.01' }],
      differences: [{ target: 'A', member: 'actual', replayed: '5.00', projected: '5.01' }],
      verdict: 'different',
    });
  });

  it.each([
    ['achieved', true],
    ['achievedOn', '2024-01-01'],
    ['beside', [{ measure: 'm', actual: '1.01' }]],
  ])('differ by %s alone', (member, value) => {
    const { differences, verdict } = compareFigures(
      [target('A', '5.00')],
      [target('A', '5.00', { [member]: value })],
    );
    expect(differences.map((difference) => difference.member)).toEqual([member]);
    expect(verdict).toBe('different');
  });

  it('differ where a target is on one side alone', () => {
    expect(compareFigures([target('A', '5.00')], [target('B', '5.00')])).toEqual({
      totals: [
        { target: 'B', replayed: null, projected: '5.00' },
        { target: 'A', replayed: '5.00', projected: null },
      ],
      differences: [
        { target: 'B', member: 'code', replayed: null, projected: 'B' },
        { target: 'A', member: 'code', replayed: 'A', projected: null },
      ],
      verdict: 'different',
    });
  });

  it('are not compared by their forecasts', () => {
    const { verdict } = compareFigures([target('A', '5.00')], [target('A', '5.00', { forecast: {} })]);
    expect(verdict).toBe('equal');
  });
});
