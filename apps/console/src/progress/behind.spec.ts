import { describe, expect, it } from '@jest/globals';
import type { Institution } from '#contract';
import { behindOf, recentFrom, withNothing } from './behind.js';

const asked = {
  soFar: [
    { institution: 'A', quantity: '600.00' },
    { institution: 'B', quantity: '300.00' },
    { institution: 'C', quantity: '100.00' },
  ],
  recently: [
    { institution: 'A', quantity: '10.00' },
    { institution: 'B', quantity: '30.00' },
  ],
  pace: { workingDaysElapsed: 120, workingDaysLeft: 25, recentPerDay: '2.00' },
  remaining: '100.00',
  unit: 'CNY',
} as const;

describe('who is behind', () => {
  it('is who brings least of the part that it had so far, first', () => {
    expect(behindOf(asked)).toEqual([
      { ...asked.soFar[0], recentPerDay: '0.50', requiredPerDay: '2.40', shortPerDay: '1.90' },
      { ...asked.soFar[2], recentPerDay: '0.00', requiredPerDay: '0.40', shortPerDay: '0.40' },
      { ...asked.soFar[1], recentPerDay: '1.50', requiredPerDay: '1.20', shortPerDay: '-0.30' },
    ]);
  });

  it('is everybody where nobody brought anything, and counts have parts of one', () => {
    const [first] = behindOf({
      ...asked,
      recently: [],
      pace: { ...asked.pace, recentPerDay: '0.00' },
      unit: 'COUNT',
    });
    expect(first).toMatchObject({ institution: 'A', recentPerDay: '0.00', shortPerDay: '2.40' });
  });

  it('is cut off once: what a bank brought in twenty days is what it brings in one, twenty times', () => {
    const [, one] = behindOf({
      soFar: [
        { institution: 'A', quantity: '1000000000.00' },
        { institution: 'B', quantity: '1000000.00' },
      ],
      recently: [
        { institution: 'A', quantity: '0.07' },
        { institution: 'B', quantity: '2400000.00' },
      ],
      pace: { workingDaysElapsed: 200, workingDaysLeft: 20, recentPerDay: '120000.00' },
      remaining: '20020000.20',
      unit: 'CNY',
    });
    expect(one).toMatchObject({
      institution: 'B',
      recentPerDay: '120000.00',
      requiredPerDay: '1000.00',
      shortPerDay: '-119000.00',
    });
  });

  it('goes by four weeks, or by as much of them as the period has', () => {
    expect(recentFrom('2026-11-30', '2026-01-01')).toBe('2026-11-03');
    expect(recentFrom('2026-01-09', '2026-01-01')).toBe('2026-01-01');
  });
});

describe('who has brought nothing', () => {
  const registered = (code: string, changes: Partial<Institution> = {}): Institution =>
    ({ code, kind: 'BANK', reportingFrom: '2024-01-01', suspended: null, ...changes }) as Institution;

  it('is a bank without any of the figure, that was to report by that day and still may', () => {
    const institutions = [
      registered('A'),
      registered('D'),
      registered('E', { kind: 'INSURER' }),
      registered('F', { reportingFrom: '2024-07-01' }),
      registered('G', { suspended: { since: '2024-03-01T00:00:00.000Z', reason: 'x' } }),
    ];
    expect(withNothing(institutions, asked.soFar, '2024-06-30')).toEqual(['D']);
    expect(withNothing(institutions, asked.soFar, '2024-07-01')).toEqual(['D', 'F']);
  });
});
