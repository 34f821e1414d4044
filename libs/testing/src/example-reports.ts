// One full valid report of each type, as an institution sends it: every optional member is there.

export const exampleBank = 'C1010211000012';

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
  'loan.repaid': { effectiveDate: '2024-06-03', amount: '250000.00', repaymentNo: 'R-1' },
  'loan.cancelled': { effectiveDate: '2024-01-11', reason: 'drawdown failed' },
  'bailout.disbursed': {
    effectiveDate: '2024-03-01',
    programme: 'RELIEF-2024',
    kind: 'RELIEF_LOAN',
    borrower: enterprise,
    amount: '500000.00',
    loanId: 'L1',
  },
  'bailout.returned': { effectiveDate: '2024-04-01', programme: 'RELIEF-2024', amount: '200000.00' },
} as const;

export type ExampleType = keyof typeof data;

export const exampleTypes = Object.keys(data) as readonly ExampleType[];

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
  subject: type.startsWith('loan') ? 'L1' : 'D1',
  time: '2024-12-01T10:00:00+08:00',
  datacontenttype: 'application/json',
  data: { ...structuredClone(data[type]), ...changes },
  ...attributes,
});
