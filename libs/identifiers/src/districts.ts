/** A district of Shanghai by its code of GB/T 2260. */
export interface District {
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
