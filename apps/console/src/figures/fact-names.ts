import { useTranslation } from 'react-i18next';
import type { FactType } from '#facts';
import type { Borrower, Loan } from '#contract';

type Name = { readonly en: string; readonly zh: string };

/** What people call the facts that figures and pages lead to. */
const names = {
  LoanOpened: { en: 'Opening position', zh: '存量登记' },
  LoanIssued: { en: 'Drawdown', zh: '发放' },
  LoanRenewed: { en: 'Seamless renewal', zh: '无缝续贷' },
  LoanExtended: { en: 'Extension', zh: '展期' },
  LoanRepaid: { en: 'Repayment', zh: '还款' },
  LoanReclassified: { en: 'Reclassification', zh: '重新分类' },
  LoanWrittenOff: { en: 'Write-off', zh: '核销' },
  LoanCancelled: { en: 'Cancellation', zh: '取消' },
  FirstTimeClaimed: { en: 'First-time claim', zh: '首贷户申报' },
  FirstTimeRecognised: { en: 'First-time borrower recognised', zh: '首贷户认定' },
  FirstTimeSuperseded: { en: 'First-time claim superseded', zh: '首贷户申报被取代' },
  FirstTimeDenied: { en: 'First-time claim denied', zh: '首贷户申报未认定' },
  FirstTimeRevoked: { en: 'First-time recognition revoked', zh: '首贷户认定撤销' },
  BailoutDisbursed: { en: 'Bailout disbursement', zh: '纾困资金投放' },
  BailoutReturned: { en: 'Bailout return', zh: '纾困资金退回' },
  IndicatorReported: { en: 'Reported indicator', zh: '上报指标' },
  FactCorrected: { en: 'Correction', zh: '更正' },
  FactReversed: { en: 'Reversal', zh: '撤销' },
  ProgrammeDefined: { en: 'Programme defined', zh: '方案定义' },
  ProgrammeAmended: { en: 'Programme amended', zh: '方案修订' },
  TargetSet: { en: 'Target set', zh: '目标设定' },
  TargetAmended: { en: 'Target amended', zh: '目标修订' },
  MeasureDefined: { en: 'Measure defined', zh: '指标定义' },
  MeasureAmended: { en: 'Measure amended', zh: '指标修订' },
  CalendarSet: { en: 'Calendar set', zh: '日历设定' },
  AllocationGranted: { en: 'Allocation granted', zh: '额度核给' },
  BailoutProgrammeDefined: { en: 'Bailout programme defined', zh: '纾困方案定义' },
  BailoutProgrammeAmended: { en: 'Bailout programme amended', zh: '纾困方案修订' },
  FirstTimeContestDecided: { en: 'Contest decided', zh: '首贷户争议裁定' },
  InstitutionRegistered: { en: 'Institution registered', zh: '机构登记' },
  InstitutionAmended: { en: 'Institution amended', zh: '机构修订' },
  InstitutionSuspended: { en: 'Institution suspended', zh: '机构暂停' },
  InstitutionReinstated: { en: 'Institution reinstated', zh: '机构恢复' },
  KeyIssued: { en: 'Key issued', zh: '密钥签发' },
  KeyRevoked: { en: 'Key revoked', zh: '密钥吊销' },
  ProjectionSwitched: { en: 'Projection switched', zh: '投影切换' },
  ForecastRecorded: { en: 'Forecast recorded', zh: '预测记录' },
  SubmissionReceived: { en: 'File received', zh: '文件接收' },
  SubmissionCompleted: { en: 'File decided', zh: '文件处理完成' },
  UsccAccepted: { en: 'USCC accepted', zh: '信用代码认可' },
} satisfies Record<FactType, Name>;

export const factTypes = Object.keys(names) as readonly FactType[];

/** In the language of the page; a type that has no other name is called by its own. */
export const useFactName = (): ((type: string) => string) => {
  const { i18n } = useTranslation();
  const known: Readonly<Record<string, Name | undefined>> = names;
  return (type) => known[type]?.[i18n.language === 'zh' ? 'zh' : 'en'] ?? type;
};

/** Instants are shown in Shanghai's time. */
export const useInstantText = (): ((instant: string) => string) => {
  const { i18n } = useTranslation();
  const format = new Intl.DateTimeFormat(i18n.language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Asia/Shanghai',
  });
  return (instant) => format.format(new Date(instant));
};

/** Reports that a CSV file may hold, in the order of the list; corrections are sent as NDJSON alone. */
const reportNames = {
  'xudai.loan.opened.v1': { en: 'Opening positions', zh: '存量登记' },
  'xudai.loan.issued.v1': { en: 'Drawdowns', zh: '贷款发放' },
  'xudai.loan.renewed.v1': { en: 'Seamless renewals', zh: '无缝续贷' },
  'xudai.loan.extended.v1': { en: 'Extensions', zh: '展期' },
  'xudai.loan.repaid.v1': { en: 'Repayments', zh: '还款' },
  'xudai.loan.reclassified.v1': { en: 'Reclassifications', zh: '重新分类' },
  'xudai.loan.written-off.v1': { en: 'Write-offs', zh: '核销' },
  'xudai.loan.cancelled.v1': { en: 'Cancellations', zh: '取消' },
  'xudai.borrower.first-time-flagged.v1': { en: 'First-time claims', zh: '首贷户申报' },
  'xudai.bailout.disbursed.v1': { en: 'Bailout disbursements', zh: '纾困资金投放' },
  'xudai.bailout.returned.v1': { en: 'Bailout returns', zh: '纾困资金退回' },
  'xudai.indicator.reported.v1': { en: 'Indicators', zh: '上报指标' },
  'xudai.event.reversed.v1': { en: 'Reversals', zh: '撤销' },
} as const;

export type CsvType = keyof typeof reportNames;

export const csvTypes = Object.keys(reportNames) as readonly CsvType[];

export const isCsvType = (text: string | undefined): text is CsvType =>
  csvTypes.some((each) => each === text);

/** In the language of the page. */
export const useReportName = (): ((type: CsvType) => string) => {
  const { i18n } = useTranslation();
  return (type) => reportNames[type][i18n.language === 'zh' ? 'zh' : 'en'];
};

/** Words by which a report says what something is, where there are few, as the registry takes them. */
export const reportWords = {
  idType: ['USCC', 'PERSON_TOKEN'],
  kind: ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BUSINESS_OWNER'],
  size: ['MICRO', 'SMALL', 'MEDIUM', 'LARGE'],
  product: ['WORKING_CAPITAL', 'PERSONAL_BUSINESS', 'FIXED_ASSET', 'TRADE', 'OTHER'],
  guarantee: ['CREDIT', 'GUARANTEE', 'MORTGAGE', 'PLEDGE', 'MIXED'],
  classification: ['NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'],
  tags: ['INCLUSIVE', 'TECHNOLOGY', 'GREEN', 'IP_PLEDGE', 'CHAIN'],
  mode: ['NEW_CONTRACT', 'ANNUAL_REVIEW'],
} as const satisfies {
  readonly idType: readonly Loan['borrower']['idType'][];
  readonly kind: readonly Borrower['kind'][];
  readonly size: readonly Borrower['size'][];
  readonly product: readonly Loan['product'][];
  readonly guarantee: readonly Loan['guarantee'][];
  readonly classification: readonly Loan['classification'][];
  readonly tags: readonly string[];
  readonly mode: readonly string[];
};
