import { industryDivisions } from './industry-divisions.js';

/** A section of GB/T 4754-2017, with its first and last division. */
interface IndustrySection {
  readonly section: string;
  readonly divisions: readonly [first: number, last: number];
  readonly zh: string;
  readonly en: string;
}

/** Chinese names are the standard's; English ones follow the statistical yearbook. */
export const industrySections: readonly IndustrySection[] = [
  {
    section: 'A',
    divisions: [1, 5],
    zh: '农、林、牧、渔业',
    en: 'Agriculture, forestry, animal husbandry and fishery',
  },
  { section: 'B', divisions: [6, 12], zh: '采矿业', en: 'Mining' },
  { section: 'C', divisions: [13, 43], zh: '制造业', en: 'Manufacturing' },
  {
    section: 'D',
    divisions: [44, 46],
    zh: '电力、热力、燃气及水生产和供应业',
    en: 'Production and supply of electricity, heat, gas and water',
  },
  { section: 'E', divisions: [47, 50], zh: '建筑业', en: 'Construction' },
  { section: 'F', divisions: [51, 52], zh: '批发和零售业', en: 'Wholesale and retail trade' },
  { section: 'G', divisions: [53, 60], zh: '交通运输、仓储和邮政业', en: 'Transport, storage and post' },
  { section: 'H', divisions: [61, 62], zh: '住宿和餐饮业', en: 'Hotels and catering' },
  {
    section: 'I',
    divisions: [63, 65],
    zh: '信息传输、软件和信息技术服务业',
    en: 'Information transmission, software and information technology',
  },
  { section: 'J', divisions: [66, 69], zh: '金融业', en: 'Financial intermediation' },
  { section: 'K', divisions: [70, 70], zh: '房地产业', en: 'Real estate' },
  { section: 'L', divisions: [71, 72], zh: '租赁和商务服务业', en: 'Leasing and business services' },
  {
    section: 'M',
    divisions: [73, 75],
    zh: '科学研究和技术服务业',
    en: 'Scientific research and technical services',
  },
  {
    section: 'N',
    divisions: [76, 79],
    zh: '水利、环境和公共设施管理业',
    en: 'Management of water conservancy, environment and public facilities',
  },
  {
    section: 'O',
    divisions: [80, 82],
    zh: '居民服务、修理和其他服务业',
    en: 'Services to households, repair and other services',
  },
  { section: 'P', divisions: [83, 83], zh: '教育', en: 'Education' },
  { section: 'Q', divisions: [84, 85], zh: '卫生和社会工作', en: 'Health and social service' },
  { section: 'R', divisions: [86, 90], zh: '文化、体育和娱乐业', en: 'Culture, sports and entertainment' },
  {
    section: 'S',
    divisions: [91, 96],
    zh: '公共管理、社会保障和社会组织',
    en: 'Public management, social security and social organisations',
  },
  { section: 'T', divisions: [97, 97], zh: '国际组织', en: 'International organisations' },
];

const sectionsByCode: ReadonlyMap<string, string> = new Map(
  industrySections.flatMap(({ section, divisions: [first, last] }) => [
    [section, section] as const,
    ...Array.from(
      { length: last - first + 1 },
      (_, index) => [`${section}${String(first + index).padStart(2, '0')}`, section] as const,
    ),
  ]),
);

/** What an industry is called, a division as itself and not as its section; undefined for text that is no industry. */
export const industryName = (code: string, language: 'en' | 'zh'): string | undefined => {
  if (!sectionsByCode.has(code)) return undefined;
  const [zh, en] = industryDivisions[Number(code.slice(1)) - 1] ?? [];
  const named = zh === undefined ? industrySections.find(({ section }) => section === code) : { zh, en };
  return named?.[language];
};

/** Whether the text is a section, as `C`, or a section with one of its divisions, as `C13`. */
export const isIndustry = (code: string): boolean => sectionsByCode.has(code);

/** The section of an industry: `C13` → `C`, `C` → `C`. @throws TypeError for text that is no industry */
export const industrySection = (code: string): string => {
  const section = sectionsByCode.get(code);
  if (section === undefined)
    throw new TypeError('industrySection takes a section, or a section and division');
  return section;
};

/** The codes that a filter by an industry matches: a section matches itself and all of its divisions, any other code itself. */
export const industriesUnder = (code: string): readonly string[] =>
  code.length > 1
    ? [code]
    : [...sectionsByCode].flatMap(([each, section]) => (section === code ? [each] : []));

/** A district of Shanghai by its code of GB/T 2260. */
interface District {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** The 16 districts, and `310000` for the city as a whole and for borrowers from elsewhere. */
export const districts: readonly District[] = [
  { code: '310000', zh: '上海市', en: 'Shanghai' },
  { code: '310101', zh: '黄浦', en: 'Huangpu' },
  { code: '310104', zh: '徐汇', en: 'Xuhui' },
  { code: '310105', zh: '长宁', en: 'Changning' },
  { code: '310106', zh: '静安', en: "Jing'an" },
  { code: '310107', zh: '普陀', en: 'Putuo' },
  { code: '310109', zh: '虹口', en: 'Hongkou' },
  { code: '310110', zh: '杨浦', en: 'Yangpu' },
  { code: '310112', zh: '闵行', en: 'Minhang' },
  { code: '310113', zh: '宝山', en: 'Baoshan' },
  { code: '310114', zh: '嘉定', en: 'Jiading' },
  { code: '310115', zh: '浦东新区', en: 'Pudong New Area' },
  { code: '310116', zh: '金山', en: 'Jinshan' },
  { code: '310117', zh: '松江', en: 'Songjiang' },
  { code: '310118', zh: '青浦', en: 'Qingpu' },
  { code: '310120', zh: '奉贤', en: 'Fengxian' },
  { code: '310151', zh: '崇明', en: 'Chongming' },
];

const codes: ReadonlySet<string> = new Set(districts.map(({ code }) => code));

export const isDistrict = (code: string): boolean => codes.has(code);
