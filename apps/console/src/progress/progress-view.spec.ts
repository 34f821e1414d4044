import { describe, expect, it } from '@jest/globals';
import type { Programme } from '#contract';
import { programmeShown } from './progress-view.js';

const programme = (code: string, from: string, to: string) => ({ code, from, to }) as Programme;
const programmes = [
  programme('SH24', '2024-01-01', '2024-12-31'),
  programme('SH26', '2026-01-01', '2026-12-31'),
  programme('SH27', '2027-01-01', '2027-12-31'),
];
const shown = (day: string, asked?: string) => programmeShown(programmes, asked, day)?.code;

describe('the programme that is shown', () => {
  it('is the one that is under way', () => {
    expect(shown('2026-11-29')).toBe('SH26');
    expect(shown('2024-12-31')).toBe('SH24');
  });

  it('is the last that has begun when none is under way, and the first before all of them', () => {
    expect(shown('2025-06-01')).toBe('SH24');
    expect(shown('2028-01-01')).toBe('SH27');
    expect(shown('2023-12-31')).toBe('SH24');
    expect(programmeShown([], undefined, '2024-01-01')).toBeUndefined();
  });

  it('is the one that is asked for, where there is such a one', () => {
    expect(shown('2026-11-29', 'SH24')).toBe('SH24');
    expect(shown('2026-11-29', 'SH99')).toBe('SH26');
  });
});
