import { describe, expect, it } from '@jest/globals';
import {
  currentRules,
  isRuleCode,
  problemStatusOf,
  type RuleCode,
  ruleCatalogue,
  ruleSet,
  type RuleTable,
  ruleTables,
  rulesAmong,
  rulesOf,
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
    expect(cure.en).not.toMatch(/^Correct the report/);
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

describe('the table of rules', () => {
  it('is version 1 with the limits of the contract', () => {
    const { version, timeAheadMs, on } = currentRules;
    expect({ version, timeAheadMs }).toEqual({ version: 1, timeAheadMs: 300_000 });
    expect(on('2024-09-23')).toMatchObject({
      smallBorrowerLimit: 100_000_000_000n,
      inclusiveLimit: 1_000_000_000n,
      rateBp: { least: 50, most: 2400 },
      lateAfterDays: 1,
      renewalSignedEarlyDays: 90,
      renewalsBeforeMark: 3,
      chainMonthsBeforeMark: 36,
      enquiryAgeDays: 30,
      renewableProducts: ['WORKING_CAPITAL', 'PERSONAL_BUSINESS'],
      countingBailoutKinds: [
        'RELIEF_LOAN',
        'JOB_STABILITY_LOAN',
        'GUARANTEED_RELIEF',
        'BRIDGE',
        'RELENDING_FUNDED',
      ],
    });
  });

  it('RNW-R06: which class may be renewed from which day on', () => {
    const allowed = (day: string) => currentRules.on(day).renewableClassifications;
    expect(allowed('1900-01-01')).toEqual(['NORMAL']);
    expect(allowed('2024-09-23')).toEqual(['NORMAL']);
    expect(allowed('2024-09-24')).toEqual(['NORMAL', 'SPECIAL_MENTION']);
    expect(allowed('9999-12-31')).toEqual(['NORMAL', 'SPECIAL_MENTION']);
  });

  it('has versions counted from 1 without a gap, and lines in the order of their days', () => {
    expect(ruleTables.map(({ version }) => version)).toEqual(ruleTables.map((_, index) => index + 1));
    for (const { limits } of ruleTables) {
      const days = limits.map(({ from }) => from);
      expect(days).toEqual([...new Set(days)].toSorted());
    }
  });
});

describe('another version of the rules', () => {
  const [first] = ruleTables;
  const second: RuleTable = {
    ...first,
    version: 2,
    // A limit that changes on a day is one line.
    limits: [...first.limits, { from: '2025-07-01', rateBp: { least: 30, most: 1800 } }],
  };

  it('changes on its day what its line names, and nothing else', () => {
    const { on } = ruleSet(second);
    expect(on('2025-06-30')).toEqual(currentRules.on('2025-06-30'));
    expect(on('2025-07-01')).toEqual({
      ...on('2025-06-30'),
      rateBp: { least: 30, most: 1800 },
    });
    expect(on('9999-12-31')).toEqual(on('2025-07-01'));
  });

  it('is found beside the first, which stays as it was', () => {
    const among = rulesAmong([first, second]);
    expect(among(1).on('2025-07-01')).toEqual(rulesOf(1).on('2025-07-01'));
    expect(among(2).on('2025-07-01').rateBp.most).toBe(1800);
  });

  it('is not taken for a known one where no table has it', () => {
    expect(() => rulesOf(2)).toThrow('version 2');
  });
});
