import { describe, expect, it } from '@jest/globals';
import { cutIn, cutParameters, isNarrowed, isNow, isToCome } from './cut.js';

const nowMs = Date.parse('2026-11-30T14:00:00Z');

describe('a cut', () => {
  it.each([
    ['5', '5'],
    ['2026-11-29', '2026-11-29T23:59:59.999+08:00'],
    ['2026-11-30', undefined],
    ['2026-11-30T21:59:59+08:00', '2026-11-30T21:59:59+08:00'],
    ['2026-11-30T22:00:01+08:00', undefined],
    ['2026-11-30T25:00:00Z', undefined],
    ['0', undefined],
    ['2024-02-30', undefined],
    ['1899-12-31', undefined],
    ['2024-13-01', undefined],
    ['1900-01-01', '1900-01-01T23:59:59.999+08:00'],
  ])('as known at %s is asked for as %s', (known, asked) => {
    const cut = cutIn({ known });
    expect(cutParameters(cut, nowMs).knownAt).toBe(asked);
    expect(isNow(cut, nowMs)).toBe(asked === undefined);
  });

  it.each([
    ['99', true],
    ['10', false],
    ['2026-12-01', true],
    ['2026-11-30', false],
    ['2026-11-30T14:00:01Z', true],
    ['2026-11-30T14:00:00Z', false],
  ])('since %s is still to come: %s', (since, expected) => {
    expect(isToCome(since, 10, nowMs)).toBe(expected);
  });

  it('is not what a list is narrowed to where it is always there', () => {
    expect(isNarrowed({ by: 'district', lang: 'en', figures: 'exact', size: undefined }, 'by')).toBe(false);
    expect(isNarrowed({ by: 'district', size: 'MICRO' }, 'by')).toBe(true);
  });
});
