import { exampleUscc } from './examples.js';

const loanIssued = {
  specversion: '1.0',
  id: '2024-05-06-000123',
  source: '/institutions/C1010211000012',
  type: 'xudai.loan.issued.v1',
  subject: 'L-2024-0001',
  time: '2024-05-06T10:15:00+08:00',
  datacontenttype: 'application/json',
  data: {
    effectiveDate: '2024-05-06',
    borrower: {
      idType: 'USCC',
      id: exampleUscc,
      kind: 'ENTERPRISE',
      size: 'SMALL',
      district: '310115',
      industry: 'C13',
      name: 'Example Manufacturing Ltd.',
    },
    principal: '1000000.00',
    maturityDate: '2025-05-05',
    product: 'WORKING_CAPITAL',
    rateBp: 380,
    guarantee: 'CREDIT',
    tags: ['INCLUSIVE'],
  },
};
/** All reports of a CSV file have one type, named in the header `Xudai-Report-Type`. */
const loansAsCsv = `id,subject,time,effectiveDate,borrower.idType,borrower.id,borrower.kind,borrower.size,borrower.district,borrower.industry,borrower.name,principal,maturityDate,product,rateBp,guarantee,tags
2024-05-06-000123,L-2024-0001,2024-05-06T10:15:00+08:00,2024-05-06,USCC,${exampleUscc},ENTERPRISE,SMALL,310115,C13,Example Manufacturing Ltd.,1000000.00,2025-05-05,WORKING_CAPITAL,380,CREDIT,INCLUSIVE
`;
const bank = {
  code: 'C1010211000012',
  name: { zh: '上海示例银行', en: 'Shanghai Example Bank' },
  kind: 'BANK',
  reportingFrom: '2024-01-01',
};
const largeRenewals = {
  name: { zh: '大额续贷', en: 'Large renewals' },
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanRenewed', sign: 1, quantity: '/data/renewedAmount' }],
  filter: { gte: ['/data/renewedAmount', '10000000.00'] },
};
const year2025 = { from: '2025-01-01', to: '2025-12-31' };

/** Examples of request bodies, by operation and content type. */
export const exampleBodies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  sendReports: {
    'application/cloudevents+json': loanIssued,
    'application/json': loanIssued.data,
    'application/cloudevents-batch+json': [loanIssued],
    'application/x-ndjson': loanIssued,
  },
  submitReports: { 'application/x-ndjson': loanIssued, 'text/csv': loansAsCsv },
  defineProgramme: { 'application/json': { name: { zh: '上海二〇二五', en: 'Shanghai 2025' }, ...year2025 } },
  setTarget: {
    'application/json': {
      name: { zh: '无缝续贷', en: 'Seamless loan renewals' },
      measure: 'renewal-volume',
      unit: 'CNY',
      comparator: 'GT',
      threshold: '1100000000000.00',
      period: year2025,
      beside: ['renewal-volume-with-top-up'],
    },
  },
  defineMeasure: { 'application/json': largeRenewals },
  previewMeasure: { 'application/json': largeRenewals },
  setCalendar: { 'application/json': { off: ['2025-01-01', '2025-01-28'], worked: ['2025-01-26'] } },
  grantAllocation: {
    'application/json': { programme: 'RELIEF-2024', institution: 'C1010211000012', amount: '100000000.00' },
  },
  defineBailoutProgramme: {
    'application/json': { name: { zh: '纾困专项', en: 'Relief' }, ...year2025, cap: '500000000.00' },
  },
  decideContest: {
    'application/json': {
      institution: 'C1010211000012',
      loanId: 'L-2024-0001',
      reason: 'Its contract was stamped first',
    },
  },
  registerInstitution: { 'application/json': bank },
  amendInstitution: { 'application/json': bank },
  suspendInstitution: { 'application/json': { reason: 'Its reports of May are being looked into' } },
  acceptUscc: { 'application/json': { reason: 'Shown on the licence of 1998' } },
  issueKey: { 'application/json': { role: 'bank', institution: 'C1010211000012', label: 'Night run' } },
  startReplay: { 'application/json': { programme: 'SH24', effectiveAsOf: '2024-06-30', knownAt: 18_842 } },
  startRebuild: { 'application/json': { projection: 'loan-book' } },
  beginSession: { 'application/json': { key: `xk_exmpl_${'0'.repeat(32)}` } },
};

/** Examples of answers that are not JSON, by operation. */
export const exampleAnswers: Readonly<Record<string, string>> = {
  getTemplate: loansAsCsv,
  followSubmission:
    'event: progress\ndata: {"id":"0191e0a2-0000-7000-8000-000000000001","status":"DECIDING","read":1200,…}\n\n',
  followReplay:
    'event: progress\ndata: {"id":"0191e0a2-0000-7000-8000-000000000001","status":"RUNNING","factsRead":9000,"factsTotal":18842,…}\n\n',
  followProgress: 'id: 18842\nevent: progress\ndata: {"programme":"SH24","basis":{…},"targets":[…]}\n\n',
  getLogKey: 'xudai.example+1f2e3d4c+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n',
};
