import { expect } from '@jest/globals';
import { enterprise, issuedLoan, renewedLoan } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry } from '../support/running-registry.js';

/* A little lending for journeys to look at: two banks, four districts, and a borrower whose name is meant to do harm. */

export const [ownBank, otherBank] = ['C1010211000012', 'C1010311000013'] as const;

/** As markup it would run, as a text it would turn round what stands behind it. */
export const hostileName = '<img src=x onerror="document.title=1">\u202Eexe.fdp';

const lent = (bank: string, loanId: string, borrower: number, more: object): readonly object[] => [
  issuedLoan(bank, loanId, borrower, {
    effectiveDate: '2024-01-10',
    borrower: enterprise(borrower, more),
    principal: '80000000.00',
  }),
  renewedLoan(bank, loanId, 1, {
    effectiveDate: '2024-03-01',
    signedDate: '2024-03-01',
    renewedAmount: '80000000.00',
  }),
];

/** An auditor's key. A loan of the first bank, drawn and renewed, is shown when this comes back. */
export const lendOneLoan = async (registry: RunningRegistry): Promise<string> => {
  const sender = await registry.bank(ownBank, { reportingFrom: '2024-01-01' });
  const sent = await registry.ask('post', '/v1/events', {
    key: sender,
    type: cloudEventBatch,
    body: [issuedLoan(ownBank, 'L1', 1), renewedLoan(ownBank, 'L1', 1)],
  });
  const key = await registry.keyFor('auditor');
  const headers = { 'await-position': sent.body.position as string, 'await-timeout': '30000' };
  const shown = await registry.ask('get', '/v1/programmes/SH24/progress', { key, headers });
  expect(shown.status).toBe(200);
  return key;
};

/** Key of the first bank. All of it is shown when this comes back. */
export const lendALittle = async (registry: RunningRegistry): Promise<string> => {
  const keys = await Promise.all([
    registry.bank(ownBank, { name: { zh: '示例银行', en: 'Example Bank' }, reportingFrom: '2024-01-01' }),
    registry.bank(otherBank, { name: { zh: '另一银行', en: 'Other Bank' }, reportingFrom: '2024-01-01' }),
  ]);
  const reports = [
    [
      ...lent(ownBank, 'L1', 1, { district: '310115', size: 'SMALL', name: hostileName }),
      ...lent(ownBank, 'L2', 2, { district: '310101', size: 'MICRO', industry: 'F51' }),
    ],
    [
      ...lent(otherBank, 'L3', 3, { district: '310115', size: 'MICRO' }),
      ...lent(otherBank, 'L4', 4, { district: '310151', size: 'MEDIUM', industry: 'M73' }),
    ],
  ];
  const positions = await Promise.all(
    reports.map(async (body, at) => {
      const key = keys[at] ?? '';
      const sent = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body });
      const refused = sent.body.results.filter(({ status }: { readonly status: number }) => status !== 201);
      if (refused.length > 0) throw new Error(JSON.stringify(refused));
      return sent.body.position as string;
    }),
  );
  const shown = await registry.ask('get', '/v1/programmes/SH24/progress', {
    headers: { 'await-position': positions.join(','), 'await-timeout': '30000' },
  });
  if (shown.status !== 200) throw new Error(shown.text);
  return keys[0];
};
