import { useTranslation } from 'react-i18next';

/** Reports that a CSV file may hold, in the order of the list; corrections are sent as NDJSON alone. */
const names = {
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

export type CsvType = keyof typeof names;

export const csvTypes = Object.keys(names) as readonly CsvType[];

export const isCsvType = (text: string | undefined): text is CsvType =>
  csvTypes.some((each) => each === text);

/** In the language of the page. */
export const useReportName = (): ((type: CsvType) => string) => {
  const { i18n } = useTranslation();
  return (type) => names[type][i18n.language === 'zh' ? 'zh' : 'en'];
};
