import { asInstitutionCode } from '#identifiers';

// One full valid report of each type, as an institution sends it: every optional member is there.

export const exampleBank = asInstitutionCode('C1010211000012');

const enterprise = {
  idType: 'USCC',
  id: '91310000132260250X',
  kind: 'ENTERPRISE',
  size: 'SMALL',
  district: '310115',
  industry: 'C13',
  name: '上海示例有限公司',
} as const;

const data = {
  'loan.opened': {
    effectiveDate: '2024-01-01',
    borrower: enterprise,
    outstandingPrincipal: '800000.00',
    startDate: '2022-05-10',
    legStartDate: '2023-05-10',
    maturityDate: '2024-05-09',
    product: 'WORKING_CAPITAL',
    guarantee: 'CREDIT',
    classification: 'NORMAL',
    renewalCount: 1,
    tags: ['INCLUSIVE', 'GREEN'],
  },
  'loan.issued': {
    effectiveDate: '2024-01-10',
    borrower: enterprise,
    principal: '1000000.00',
    maturityDate: '2024-12-20',
    product: 'WORKING_CAPITAL',
    rateBp: 380,
    guarantee: 'MORTGAGE',
    tags: ['INCLUSIVE'],
    noteNo: 'N-1',
    drawdownTime: '09:30:00',
  },
  'loan.renewed': {
    effectiveDate: '2024-12-01',
    renewalNo: 1,
    renewedAmount: '1000000.00',
    topUpAmount: '0.00',
    signedDate: '2024-11-28',
    newMaturityDate: '2025-12-19',
    classification: 'NORMAL',
    mode: 'NEW_CONTRACT',
    newNoteNo: 'N-2',
    rateBp: 365,
  },
  'loan.extended': { effectiveDate: '2024-12-10', newMaturityDate: '2025-03-20' },
  'loan.repaid': { effectiveDate: '2024-06-03', amount: '250000.00', repaymentNo: 'R-1' },
  'loan.reclassified': {
    effectiveDate: '2024-07-01',
    classification: 'SPECIAL_MENTION',
    overduePrincipal: '0.00',
    overdueInterest: '1250.50',
  },
  'loan.written-off': { effectiveDate: '2024-11-20', amount: '300000.00' },
  'loan.cancelled': { effectiveDate: '2024-01-11', reason: 'drawdown failed' },
  'borrower.first-time-flagged': {
    effectiveDate: '2024-01-15',
    borrower: enterprise,
    enquiryDate: '2024-01-08',
    enquirySerialHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  'bailout.disbursed': {
    effectiveDate: '2024-03-01',
    programme: 'RELIEF-2024',
    kind: 'RELIEF_LOAN',
    borrower: enterprise,
    amount: '500000.00',
    loanId: 'L1',
  },
  'bailout.returned': { effectiveDate: '2024-04-01', programme: 'RELIEF-2024', amount: '200000.00' },
  'indicator.reported': {
    effectiveDate: '2024-07-05',
    value: '3500000000.00',
    unit: 'CNY',
    asAt: '2024-06-30',
    scope: 'green loans of all branches',
  },
  'event.corrected': {
    effectiveDate: '2024-12-31',
    replacement: { effectiveDate: '2024-06-03', amount: '260000.00', repaymentNo: 'R-1' },
    reason: 'a wrong amount was typed',
  },
  'event.reversed': { effectiveDate: '2024-12-31', reason: 'it was sent for another loan' },
} as const;

export type ExampleType = keyof typeof data;

export const exampleTypes = Object.keys(data) as readonly ExampleType[];

const subjectOf = (type: ExampleType): string => {
  if (type.startsWith('event')) return 'report-loan.repaid';
  if (type === 'indicator.reported') return 'green-loan-balance';
  return type.startsWith('bailout') ? 'D1' : 'L1';
};

/** A fresh copy; `changes` go into the data, `attributes` into the envelope. */
export const exampleReport = (
  type: ExampleType,
  changes: object = {},
  attributes: object = {},
): Record<string, unknown> & { readonly data: Record<string, unknown> } => ({
  specversion: '1.0',
  id: `report-${type}`,
  source: `/institutions/${exampleBank}`,
  type: `xudai.${type}.v1`,
  subject: subjectOf(type),
  time: '2024-12-01T10:00:00+08:00',
  datacontenttype: 'application/json',
  data: { ...structuredClone(data[type]), ...changes },
  ...attributes,
});
