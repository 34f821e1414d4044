import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { type Document, driftOf } from '../support/open-api-drift.js';
import { enterprise, issuedLoan, reportOf, usccOf } from '../support/reports.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Pages of loans, claims, borrowers, indicators and statements, each with something in it, as the document says. */

const bank = 'C1010211000012';
const day = '2024-01-10';

const reports = [
  issuedLoan(bank, 'L1', 1, { drawdownTime: '09:30:00', noteNo: 'N-1' }),
  issuedLoan(bank, 'L2', 1),
  reportOf(bank, 'claim-L1', 'borrower.first-time-flagged', 'L1', {
    effectiveDate: day,
    borrower: enterprise(1, { name: '甲公司' }),
    enquiryDate: day,
    enquirySerialHash: 'a'.repeat(64),
  }),
  reportOf(bank, 'premium', 'indicator.reported', 'pension-premium', {
    effectiveDate: day,
    value: '5.00',
    unit: 'CNY',
    asAt: day,
    scope: 'all branches',
  }),
  reportOf(bank, 'relief', 'bailout.disbursed', 'D1', {
    effectiveDate: day,
    programme: 'RELIEF',
    kind: 'BRIDGE',
    borrower: enterprise(1),
    amount: '5.00',
    loanId: 'L1',
  }),
];

describe('the OpenAPI document', () => {
  let registry: RunningRegistry;
  let document: Document;
  let keys: { readonly bank: string; readonly supervisor: string };
  let position: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    document = (await registry.ask('get', '/openapi.json', { key: null })).body;
    keys = { bank: await registry.bank(bank), supervisor: await registry.keyFor('supervisor') };
    const relief = { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' };
    await registry.ask('put', '/v1/bailout/programmes/RELIEF', { key: keys.supervisor, body: relief });
    const sent = await registry.ask('post', '/v1/events', {
      key: keys.bank,
      type: cloudEventBatch,
      body: reports,
    });
    expect(sent.body.results.map(({ status }: { status: number }) => status)).toEqual(reports.map(() => 201));
    ({ position } = sent.body);
  });

  afterAll(() => registry.close());

  const read = async (path: string, url: string): Promise<Response> => {
    const answer = await registry.ask('get', url, {
      key: keys.supervisor,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    const { status, headers, body } = answer;
    const contentType = String(headers['content-type']);
    expect(driftOf(document, { method: 'get', path, status, contentType, body, headers })).toEqual([]);
    return answer;
  };

  it.each([
    ['/v1/loans', '/v1/loans', 2],
    ['/v1/loans/{institution}/{loanId}/history', `/v1/loans/${bank}/L1/history`, 2],
    ['/v1/first-time-borrowers', '/v1/first-time-borrowers?status=RECOGNISED', 1],
    ['/v1/bailout/disbursements', '/v1/bailout/disbursements?loan=L1', 1],
    ['/v1/indicators', '/v1/indicators?scope=all%20branches', 1],
  ])('says what %s answers to %s', async (path, url, items) => {
    const { status, body } = await read(path, url);
    expect([status, body.items?.length]).toEqual([200, items]);
  });

  it('says how a loan, its claim and its borrower look', async () => {
    const loan = await read('/v1/loans/{institution}/{loanId}', `/v1/loans/${bank}/L1`);
    const claim = await read(
      '/v1/first-time-borrowers/{institution}/{loanId}',
      `/v1/first-time-borrowers/${bank}/L1`,
    );
    expect(claim.body).toMatchObject({ status: 'RECOGNISED', drawdownTime: '09:30:00', contested: false });
    const { basis: _, ...shown } = claim.body;
    expect(loan.body.claim).toEqual(shown);
    const { body } = await read('/v1/borrowers/{key}', `/v1/borrowers/${usccOf(1)}`);
    expect([body.loans.length, body.claims, body.disbursements.length]).toEqual([2, [shown], 1]);
  });

  it.each([
    ['/v1/first-time-borrowers/{institution}/{loanId}', `/v1/first-time-borrowers/${bank}/L2`, 404],
    ['/v1/borrowers/{key}', '/v1/borrowers/unknown', 404],
    ['/v1/statements/{day}', `/v1/statements/${day}?institution=${bank}`, 200],
    ['/v1/statements/{day}', `/v1/statements/${day}?institution=unknown`, 404],
    ['/v1/statements/{day}', `/v1/statements/${day}`, 400],
  ])('says what %s answers to %s: %i', async (path, url, status) => {
    expect((await read(path, url)).status).toBe(status);
  });
});
