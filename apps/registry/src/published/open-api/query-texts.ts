/** What a parameter means, in both languages: the OpenAPI document has the English text, `/docs` either. */
interface ParameterText {
  readonly en: string;
  readonly zh: string;
}

const limits: Readonly<Record<string, ParameterText>> = {
  limit: { en: 'Items of a page: 100 unless given, 1,000 at most', zh: '每页条数：默认 100，最多 1,000' },
  cursor: {
    en: 'Where the page begins: `next` of the page before, asked with the same filters',
    zh: '本页起点：取自上一页的 `next`，筛选条件须相同',
  },
};

const cuts: Readonly<Record<string, ParameterText>> = {
  effectiveAsOf: {
    en: 'Counts effective dates up to this day; otherwise up to the day of what is known, or today',
    zh: '计入截至该日的业务日期；未给出时截至所知之日或今天',
  },
  knownAt: {
    en: 'As known at this seq, or at this RFC 3339 instant; otherwise as known now',
    zh: '以该序号或该 RFC 3339 时刻的已知情况为准；未给出时以目前为准',
  },
  version: {
    en: 'By this version of the definition; otherwise by the one in force',
    zh: '采用定义的该版本；未给出时采用现行版本',
  },
  from: { en: 'First effective day that counts', zh: '计入的首个业务日期' },
  to: { en: 'Last effective day that counts', zh: '计入的最后一个业务日期' },
  interval: { en: 'Days, ISO weeks or months', zh: '按日、按 ISO 周或按月' },
  by: { en: 'One dimension, or two with a comma between', zh: '一个维度，或以逗号分隔的两个维度' },
  month: { en: 'Of these months alone', zh: '只取这些月份' },
};

const dimensions: Readonly<Record<string, ParameterText>> = {
  institution: { en: 'Of these institutions', zh: '限于这些机构' },
  district: { en: 'Of borrowers in these districts', zh: '限于这些区的借款人' },
  industry: {
    en: 'Of borrowers in these industries; a section takes its divisions along',
    zh: '限于这些行业的借款人；门类包含其大类',
  },
  size: { en: 'Of borrowers of these sizes', zh: '限于这些规模的借款人' },
  bailoutProgramme: { en: 'Under these bailout programmes', zh: '限于这些纾困方案' },
};

const filters: Readonly<Record<string, ParameterText>> = {
  programme: { en: 'Of this programme', zh: '限于该方案' },
  target: { en: 'Of this target', zh: '限于该目标' },
  status: { en: 'In these states', zh: '限于这些状态' },
  product: { en: 'Of these products', zh: '限于这些产品' },
  classification: { en: 'Classified like this', zh: '限于这些风险分类' },
  tag: { en: 'With one of these tags', zh: '带有其中任一标签' },
  borrower: { en: 'Of these borrowers, by their keys', zh: '限于这些借款人（按标识）' },
  loan: { en: 'For these loans', zh: '限于这些贷款' },
  maturityFrom: { en: 'First day of maturity', zh: '到期日自该日起' },
  maturityTo: { en: 'Last day of maturity', zh: '到期日至该日止' },
  contested: { en: 'Those that are contested, or those that are not', zh: '有争议的，或无争议的' },
  kind: { en: 'Of these kinds of relief', zh: '限于这些纾困方式' },
  effectiveFrom: { en: 'First effective day', zh: '业务日期自该日起' },
  effectiveTo: { en: 'Last effective day', zh: '业务日期至该日止' },
  indicator: { en: 'Of these indicators', zh: '限于这些指标' },
  scope: { en: 'Of these scopes', zh: '限于这些范围' },
  asAtFrom: { en: 'First day that a value is as at', zh: '时点自该日起' },
  asAtTo: { en: 'Last day that a value is as at', zh: '时点至该日止' },
  rule: { en: 'Refused by this rule', zh: '因该规则被拒绝' },
  stream: { en: 'Of these streams', zh: '限于这些事实流' },
  type: { en: 'Of these types', zh: '限于这些类型' },
};

const thresholds: Readonly<Record<string, ParameterText>> = {
  signal: { en: 'Of this signal', zh: '限于该信号' },
  renewals: { en: 'Threshold of the signal: so many renewals', zh: '信号阈值：续贷次数' },
  months: { en: 'Threshold of the signal: within so many months', zh: '信号阈值：月数之内' },
  days: { en: 'Threshold of the signal: within so many days', zh: '信号阈值：天数之内' },
  workingDays: {
    en: 'Threshold of the signal: within so many working days',
    zh: '信号阈值：工作日数之内',
  },
  banks: { en: 'Threshold of the signal: so many banks', zh: '信号阈值：银行数' },
  share: { en: 'Threshold of the signal: such a share', zh: '信号阈值：占比' },
  principal: { en: 'Threshold of the signal: so much principal', zh: '信号阈值：本金' },
};

/** By the name of a query parameter; where a route means something else by it, by its `operationId` and the name. */
const queryTexts: Readonly<Record<string, ParameterText>> = {
  ...limits,
  ...cuts,
  ...dimensions,
  ...filters,
  ...thresholds,
  'listRefusals from': {
    en: 'Refused from then on: a day in Shanghai, or an instant',
    zh: '自该时起被拒绝：上海日期或时刻',
  },
  'listRefusals to': {
    en: 'Refused up to then: a day in Shanghai, which is taken whole, or an instant',
    zh: '至该时止被拒绝：上海日期（含全天）或时刻',
  },
  'listFacts from': { en: 'Seq of the first fact', zh: '首条事实的序号' },
  'listFacts to': { en: 'Seq of the last fact', zh: '末条事实的序号' },
  'explainTarget from': { en: 'The earlier cut: facts after this seq', zh: '较早的时点：该序号之后的事实' },
  'explainTarget to': { en: 'The later cut: facts up to this seq', zh: '较晚的时点：至该序号为止的事实' },
  'listAnomalies from': { en: 'Seen from this day on', zh: '自该日起出现' },
  'listAnomalies to': { en: 'Seen up to this day', zh: '至该日止出现' },
};

export const queryText = (operationId: string, name: string): ParameterText | undefined =>
  queryTexts[`${operationId} ${name}`] ?? queryTexts[name];

/** Each English text with the Chinese one. */
export const chineseOfQueries: readonly (readonly [en: string, zh: string])[] = Object.values(queryTexts).map(
  ({ en, zh }) => [en, zh],
);
