import { fullType, type ReportType, reportTypes } from '#reports';
import { type Column, columnsOf, reportOfCells } from './csv-columns.js';

/* A file to begin with: the columns of a type, and one example line, which is recorded unchanged. */

/** Example values by column, for every type that has the column, unless the type has its own. */
const examples: Readonly<Record<string, string>> = {
  time: '2024-05-06T10:15:00+08:00',
  effectiveDate: '2024-05-06',
  'borrower.idType': 'USCC',
  'borrower.id': '91310000132260250X',
  'borrower.kind': 'ENTERPRISE',
  'borrower.size': 'SMALL',
  'borrower.district': '310115',
  'borrower.industry': 'C13',
  'borrower.name': '上海示例有限公司',
  principal: '1200000.00',
  outstandingPrincipal: '1200000.00',
  amount: '100000.00',
  renewedAmount: '1200000.00',
  topUpAmount: '0.00',
  overduePrincipal: '0.00',
  overdueInterest: '0.00',
  startDate: '2023-05-08',
  legStartDate: '2023-05-08',
  maturityDate: '2025-05-05',
  newMaturityDate: '2025-05-05',
  signedDate: '2024-05-06',
  enquiryDate: '2024-05-06',
  enquirySerialHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  product: 'WORKING_CAPITAL',
  guarantee: 'CREDIT',
  classification: 'NORMAL',
  mode: 'NEW_CONTRACT',
  rateBp: '380',
  renewalCount: '0',
  renewalNo: '1',
  tags: 'INCLUSIVE;TECHNOLOGY',
  noteNo: 'N-2024-0001',
  newNoteNo: 'N-2024-0002',
  repaymentNo: 'R-2024-0001',
  drawdownTime: '10:15:00',
  programme: 'RELIEF-2024',
  kind: 'RELIEF_LOAN',
  loanId: 'L-2024-0001',
  reason: 'entered twice',
  value: '1000000.00',
  unit: 'CNY',
  asAt: '2024-05-06',
  scope: 'head office',
};

const subjects: Partial<Record<ReportType, string>> = {
  'bailout.disbursed': 'D-2024-0001',
  'bailout.returned': 'D-2024-0001',
  'indicator.reported': 'pension-premium',
};

/** Another one of each type, since one report has one id for ever. */
const exampleId = (type: ReportType): string =>
  `2024-05-06-${String(reportTypes.indexOf(type) + 1).padStart(6, '0')}`;

const exampleCell = (type: ReportType, { name }: Column): string => {
  if (name === 'id') return exampleId(type);
  // What is reversed is a report, by its id.
  if (name === 'subject' && type === 'event.reversed') return exampleId('loan.repaid');
  if (name === 'subject') return subjects[type] ?? 'L-2024-0001';
  if (name === 'reason' && type === 'event.reversed') return 'it was of another loan';
  return examples[name] ?? '';
};

/** The first line of a file of this type, and one line as an example; with a byte-order mark, by which Excel knows UTF-8. */
export const csvTemplate = (type: ReportType): string => {
  const columns = columnsOf(type);
  const line = (cells: readonly string[]): string => `${cells.join()}\r\n`;
  return `\ufeff${line(columns.map(({ name }) => name))}${line(columns.map((column) => exampleCell(type, column)))}`;
};

/** A whole report of the type: the example of its template, which a correction has none of. */
export const exampleReport = (type: ReportType): object => {
  const attributes = { source: '/institutions/C1010211000012', type: fullType(type) };
  if (type === 'event.corrected') return exampleCorrection(attributes);
  const columns = columnsOf(type);
  const cells = columns.map((column) => exampleCell(type, column));
  return reportOfCells(attributes, columns, [], cells);
};

/** Of the example of a repayment, which was of another amount. */
const exampleCorrection = (attributes: { readonly source: string; readonly type: string }): object => ({
  specversion: '1.0',
  ...attributes,
  id: exampleId('event.corrected'),
  subject: exampleId('loan.repaid'),
  data: {
    effectiveDate: examples['effectiveDate'],
    replacement: {
      effectiveDate: examples['effectiveDate'],
      amount: '120000.00',
      repaymentNo: examples['repaymentNo'],
    },
    reason: 'another amount was paid',
  },
});
