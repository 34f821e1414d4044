import { describe, expect, it } from '@jest/globals';
import { industriesUnder, industryName, industrySections } from './statistical-codes.js';

describe('an industry that is asked for', () => {
  it('matches itself, and a section also its divisions', () => {
    expect(industriesUnder('D')).toEqual(['D', 'D44', 'D45', 'D46']);
    expect(industriesUnder('D44')).toEqual(['D44']);
    expect(industriesUnder('X')).toEqual([]);
    expect(industrySections.flatMap(({ section }) => industriesUnder(section))).toHaveLength(20 + 97);
  });
});

describe('an industry that is shown', () => {
  const codes = industrySections.flatMap(({ section }) => industriesUnder(section));

  it('has a name in both languages, each division one of its own', () => {
    const isIn = { zh: /^\p{Script=Han}[\p{Script=Han}、]*$/u, en: /^[A-Z][A-Za-z',-]+( [A-Za-z',-]+)*$/ };
    for (const language of ['zh', 'en'] as const) {
      const wrong = codes.filter((code) => !isIn[language].test(industryName(code, language) ?? ''));
      expect([language, wrong]).toEqual([language, []]);
      const divisions = codes.filter((code) => code.length > 1);
      expect(new Set(divisions.map((code) => industryName(code, language))).size).toBe(97);
    }
  });

  it('is called as the standard calls it', () => {
    expect(
      ['A05', 'C', 'C13', 'C39', 'F52', 'G58', 'J66', 'M73', 'P83', 'R90', 'S96', 'T97'].map((code) =>
        industryName(code, 'zh'),
      ),
    ).toEqual([
      '农、林、牧、渔专业及辅助性活动',
      '制造业',
      '农副食品加工业',
      '计算机、通信和其他电子设备制造业',
      '零售业',
      '多式联运和运输代理业',
      '货币金融服务',
      '研究和试验发展',
      '教育',
      '娱乐业',
      '基层群众自治组织及其他组织',
      '国际组织',
    ]);
    expect(industryName('C13', 'en')).toBe('Processing of food from agricultural products');
    for (const none of ['', 'U', 'C12', 'A98', '13']) expect(industryName(none, 'zh')).toBeUndefined();
  });
});
