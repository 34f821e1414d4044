import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { measureStream, programmeStream, type SequencedFact } from '#facts';
import { asMeasureCode, asProgrammeCode } from '#identifiers';
import { differenceOfTotals, programmesIn, type ProgrammeTotals } from './prove.js';

const totals = (programme: string, targets: Readonly<Record<string, string>>): ProgrammeTotals => ({
  programme,
  asOf: businessDate('2024-12-31'),
  targets: Object.entries(targets).map(
    ([code, actual]) => ({ code, actual, pace: { perDay: '1.00' } }) as never,
  ),
});
const difference = (one: readonly ProgrammeTotals[], other: readonly ProgrammeTotals[]) =>
  differenceOfTotals(['table', one], ['store', other]);

describe('totals of two sides', () => {
  it('are the same', () => {
    const one = [totals('A', { x: '1.00', y: '2.00' }), totals('B', { x: '3.00' })];
    expect(difference(one, [totals('A', { x: '1.00', y: '2.00' }), totals('B', { x: '3.00' })])).toBeNull();
    expect(difference([], [])).toBeNull();
  });

  it('differ by a fen', () => {
    expect(difference([totals('A', { x: '1.00', y: '2.00' })], [totals('A', { x: '1.00', y: '2.01' })])).toBe(
      'target y of A differs in actual: "2.00" in table, "2.01" in store',
    );
  });

  it('differ by a target that only one side knows', () => {
    const [more, less] = [[totals('A', { x: '1.00', y: '2.00' })], [totals('A', { x: '1.00' })]];
    expect(difference(more, less)).toBe('target y of A is known in table alone');
    expect(difference(less, more)).toBe('target y of A is known in store alone');
    expect(difference([], less)).toBe('target x of A is known in store alone');
  });
});

it('programmes end on the day that was said last', () => {
  const defined = (type: string, code: string, to: string) => {
    const stream =
      type === 'MeasureDefined' ? measureStream(asMeasureCode(code)) : programmeStream(asProgrammeCode(code));
    return { type, stream, data: { code, to } } as SequencedFact;
  };
  const facts = [
    defined('ProgrammeDefined', 'A', '2024-12-31'),
    defined('MeasureDefined', 'm', ''),
    defined('ProgrammeAmended', 'A', '2025-06-30'),
  ];
  expect([...programmesIn(facts)]).toEqual([['A', '2025-06-30']]);
});
