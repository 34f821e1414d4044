import { describe, expect, it } from '@jest/globals';
import {
  allowedToRenew,
  countsTowardsBailout,
  isRuleCode,
  mayRenewProduct,
  problemStatusOf,
  type RuleCode,
  ruleCatalogue,
  rules,
} from './index.js';

const codes = Object.keys(ruleCatalogue) as readonly RuleCode[];

describe('the catalogue of rules', () => {
  it('holds the codes of the contract', () => {
    expect(codes).toEqual(
      // 2.4, in its order of the first letters.
      [
        'SCH-R01',
        'IDN-R01',
        'IDN-R02',
        'IDN-R03',
        'IDN-R04',
        'IDN-R05',
        'IDN-R06',
        'DUP-R01',
        'DUP-R02',
        'REF-R01',
        'REF-R02',
        'REF-R03',
        'TIM-R01',
        'TIM-R02',
        'TIM-R03',
        'TIM-R04',
        'TIM-W05',
        'ISS-R01',
        'ISS-W03',
        'ISS-R06',
        'LON-R01',
        'LON-W02',
        'RNW-R01',
        'RNW-R02',
        'RNW-R03',
        'RNW-R04',
        'RNW-R05',
        'RNW-R06',
        'RNW-R07',
        'RNW-R08',
        'RNW-W11',
        'RNW-W12',
        'RNW-W13',
        'RNW-W14',
        'EXT-R01',
        'REP-R01',
        'REP-R02',
        'WOF-R01',
        'WOF-R02',
        'FTB-R01',
        'FTB-R02',
        'FTB-R04',
        'FTB-R05',
        'FTB-W06',
        'FTB-R07',
        'BLO-R01',
        'BLO-R02',
        'BLO-R03',
        'BLO-R04',
        'BLO-R05',
        'BLO-R06',
        'BLO-R07',
        'COR-R01',
        'COR-R02',
        'COR-R03',
        'COR-R04',
      ],
    );
  });

  it.each(codes)('%s says what and what to do, in both languages', (code) => {
    const { kind, en, zh, cure } = ruleCatalogue[code];
    expect(code).toMatch(new RegExp(`^[A-Z]{3}-${kind}\\d{2}$`));
    for (const text of [en, cure.en]) expect(text).toMatch(/^[\x20-\x7e]{8,}$/);
    for (const text of [zh, cure.zh]) expect(text).toMatch(/\p{Script=Han}{2,}/u);
  });

  it('knows its codes and no other', () => {
    expect(codes.every(isRuleCode)).toBe(true);
    for (const code of ['', 'RNW-R99', 'rnw-r02', 'constructor', '__proto__'])
      expect(isRuleCode(code)).toBe(false);
  });

  it('has the status of the contract: 400, 403, 409, else 422', () => {
    const refusing = codes.filter((code) => ruleCatalogue[code].kind === 'R');
    const withStatus = (status: number) => refusing.filter((code) => problemStatusOf(code) === status);
    expect(withStatus(400)).toEqual(['SCH-R01']);
    expect(withStatus(403)).toEqual(['IDN-R03', 'IDN-R05', 'IDN-R06']);
    expect(withStatus(409)).toEqual(['DUP-R01']);
    expect(withStatus(422)).toHaveLength(refusing.length - 5);
  });
});

describe('the dated table', () => {
  it('is version 1 with the limits of the contract', () => {
    expect(rules).toEqual({
      version: 1,
      smallBorrowerLimit: 100_000_000_000n,
      inclusiveLimit: 1_000_000_000n,
      rateBp: { least: 50, most: 2400 },
      timeAheadMs: 300_000,
      lateAfterDays: 1,
      renewalSignedEarlyDays: 90,
      renewalsBeforeMark: 3,
      chainMonthsBeforeMark: 36,
      enquiryAgeDays: 30,
    });
  });

  it('RNW-R06: which class may be renewed from which day on', () => {
    const allowed = (day: string) =>
      (['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'] as const).filter((classification) =>
        allowedToRenew(classification, day),
      );
    expect(allowed('1900-01-01')).toEqual(['NORMAL']);
    expect(allowed('2024-09-23')).toEqual(['NORMAL']);
    expect(allowed('2024-09-24')).toEqual(['NORMAL', 'SPECIAL_MENTION']);
    expect(allowed('9999-12-31')).toEqual(['NORMAL', 'SPECIAL_MENTION']);
  });

  it('RNW-R07: which products may be renewed', () => {
    const products = ['WORKING_CAPITAL', 'PERSONAL_BUSINESS', 'FIXED_ASSET', 'TRADE', 'OTHER'] as const;
    expect(products.filter(mayRenewProduct)).toEqual(['WORKING_CAPITAL', 'PERSONAL_BUSINESS']);
  });

  it('which kinds count towards bailout capital', () => {
    const counting = [
      'RELIEF_LOAN',
      'JOB_STABILITY_LOAN',
      'GUARANTEED_RELIEF',
      'BRIDGE',
      'RELENDING_FUNDED',
    ] as const;
    const others = ['DEFERRAL', 'FEE_INTEREST_RELIEF', 'EQUITY_BOND_RELIEF'] as const;
    expect([...counting, ...others].filter(countsTowardsBailout)).toEqual(counting);
  });
});
