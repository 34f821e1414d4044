import { describe, expect, it } from '@jest/globals';
import type { BorrowerData } from '#facts';
import { onDay } from '#testing';
import { late, notYetEffective, timeAhead, unknownDistrictOrIndustry } from './common-rules.js';

const borrower: BorrowerData = {
  idType: 'USCC',
  id: '91310000132260250X',
  kind: 'ENTERPRISE',
  size: 'SMALL',
  district: '310115',
  industry: 'C13',
};

describe('REF-R01', () => {
  it('takes the published districts and industries', () => {
    for (const district of ['310000', '310101', '310120', '310151'])
      expect(unknownDistrictOrIndustry({ ...borrower, district })).toBeUndefined();
    for (const industry of ['A', 'A01', 'B12', 'C43', 'T97'])
      expect(unknownDistrictOrIndustry({ ...borrower, industry })).toBeUndefined();
  });

  it('names the first that is unknown, without repeating it', () => {
    const both = unknownDistrictOrIndustry({ ...borrower, district: 'Zq7', industry: 'Zq7' });
    expect(both).toMatchObject({ rule: 'REF-R01', pointer: '/data/borrower/district', retryable: false });
    expect(JSON.stringify(both)).not.toContain('Zq7');
    expect(unknownDistrictOrIndustry({ ...borrower, industry: 'A06' })).toMatchObject({
      rule: 'REF-R01',
      pointer: '/data/borrower/industry',
    });
  });
});

describe('TIM-R01', () => {
  it.each([
    ['2024-06-02', undefined],
    ['2024-06-03', undefined],
    ['2024-06-04', 'TIM-R01'],
  ])('%s on 2024-06-03: %s', (day, rule) => {
    expect(notYetEffective(day, onDay('2024-06-03'))?.rule).toBe(rule);
  });

  it('names the date, and may pass later', () => {
    expect(notYetEffective('2024-06-04', onDay('2024-06-03'))).toMatchObject({
      pointer: '/data/effectiveDate',
      because: { today: '2024-06-03', effectiveDate: '2024-06-04' },
      retryable: true,
    });
  });
});

describe('TIM-R02', () => {
  it.each([
    [null, undefined],
    ['2024-06-03T04:05:00Z', undefined],
    ['2024-06-03T12:05:00.000+08:00', undefined],
    ['2024-06-03T04:05:00.001Z', 'TIM-R02'],
    ['2024-06-03T04:00:00-01:00', 'TIM-R02'],
  ])('%s at noon in Shanghai: %s', (time, rule) => {
    expect(timeAhead(onDay('2024-06-03', { time }))?.rule).toBe(rule);
  });

  it('names the time, and does not pass later: the clock is to be set', () => {
    expect(timeAhead(onDay('2024-06-03', { time: '2024-06-04T00:00:00Z' }))).toMatchObject({
      pointer: '/time',
      retryable: false,
    });
  });
});

describe('TIM-W05', () => {
  it.each([
    ['2024-06-03', '2024-06-03', '2024-01-01', []],
    ['2024-06-02', '2024-06-03', '2024-01-01', []],
    ['2024-06-01', '2024-06-03', '2024-01-01', ['TIM-W05']],
    ['2024-06-01', '2024-06-03', '2024-06-01', ['TIM-W05']],
    ['2024-06-01', '2024-06-03', '2024-06-02', []],
    ['2024-02-28', '2024-03-01', '2024-01-01', ['TIM-W05']],
    ['2024-02-29', '2024-03-01', '2024-01-01', []],
  ])('effective %s, recorded %s, reporting from %s: %j', (day, today, reportingFrom, flags) => {
    expect(late(day, onDay(today, { reportingFrom }))).toEqual(flags);
  });
});
