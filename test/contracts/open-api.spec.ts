import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answered, type Document, driftOf } from '../support/open-api-drift.js';
import { issuedLoan, renewedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* The published document is held against what the routes really answer. */

const bank = 'C1010211000012';

describe('the OpenAPI document', () => {
  let registry: RunningRegistry;
  let document: Document;
  let keys: { readonly bank: string; readonly supervisor: string; readonly admin: string };

  beforeAll(async () => {
    registry = await runningRegistry();
    document = (await registry.ask('get', '/openapi.json', { key: null })).body;
    keys = {
      bank: await registry.bank(bank),
      supervisor: await registry.keyFor('supervisor'),
      admin: await registry.keyFor('admin'),
    };
  });

  afterAll(() => registry.close());

  const answered = async (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    url: string,
    asking: Parameters<RunningRegistry['ask']>[2],
  ): Promise<Answered> => {
    const { status, headers, text } = await registry.ask(method, url, asking);
    return {
      method,
      path,
      status,
      headers,
      contentType: String(headers['content-type'] ?? ''),
      body: /json/.test(String(headers['content-type'])) ? JSON.parse(text) : text,
    };
  };

  it('is OpenAPI 3.1 and names every route of the contract that is built', () => {
    expect(document).toMatchObject({ openapi: '3.1.0' });
    for (const path of [
      '/v1/events',
      '/v1/programmes/{code}/progress',
      '/v1/loans/{institution}/{loanId}/history',
    ])
      expect(Object.keys(document.paths)).toContain(path);
  });

  it('says what the routes answer', async () => {
    const { bank: bankKey, supervisor, admin } = keys;
    const single = { key: bankKey, type: cloudEvent };
    const body = { name: { zh: '项目', en: 'Programme' }, from: '2024-01-01', to: '2024-12-31' };
    const target = {
      name: { zh: '目标', en: 'Target' },
      measure: 'renewal-volume',
      unit: 'CNY',
      comparator: 'GT',
      threshold: '1.00',
      period: { from: '2024-01-01', to: '2024-12-31' },
    };
    const lastShown = async (): Promise<number> =>
      (await registry.ask('get', '/v1/programmes/P/progress', { key: supervisor })).body.basis.seq;
    const all = [
      await answered('post', '/v1/events', '/v1/events', { ...single, body: issuedLoan(bank, 'L1', 1) }),
      await answered('post', '/v1/events', '/v1/events', { ...single, body: issuedLoan(bank, 'L1', 1) }),
      await answered('post', '/v1/events', '/v1/events', { ...single, body: renewedLoan(bank, 'L1', 3) }),
      await answered('post', '/v1/events', '/v1/events', { ...single, body: {} }),
      await answered('post', '/v1/events', '/v1/events?dryRun=true', {
        ...single,
        body: issuedLoan(bank, 'L2', 1),
      }),
      await answered('post', '/v1/events', '/v1/events', {
        key: bankKey,
        type: cloudEventBatch,
        body: [renewedLoan(bank, 'L1', 1), {}],
      }),
      await answered('get', '/v1/events/{id}', '/v1/events/issue-L1', { key: bankKey }),
      await answered('get', '/v1/events/{id}', '/v1/events/none', { key: bankKey }),
      await answered('get', '/v1/refusals', '/v1/refusals', { key: bankKey }),
      await answered('put', '/v1/programmes/{code}', '/v1/programmes/P', { key: supervisor, body }),
      await answered('put', '/v1/programmes/{code}', '/v1/programmes/P', { key: supervisor, body }),
      await answered('put', '/v1/programmes/{code}/targets/{target}', '/v1/programmes/P/targets/T', {
        key: supervisor,
        body: target,
      }),
      await answered('get', '/v1/programmes', '/v1/programmes', { key: supervisor }),
      await answered('get', '/v1/programmes/{code}', '/v1/programmes/SH24', { key: supervisor }),
      await answered('get', '/v1/programmes/{code}/progress', '/v1/programmes/SH24/progress', {
        key: supervisor,
      }),
      await answered('get', '/v1/programmes/{code}/progress', '/v1/programmes/SH24/progress?version=1', {
        key: supervisor,
      }),
      await answered(
        'get',
        '/v1/programmes/{code}/progress',
        `/v1/programmes/P/progress?knownAt=${await lastShown()}`,
        { key: supervisor },
      ),
      await answered('get', '/v1/measures', '/v1/measures', { key: supervisor }),
      await answered('get', '/v1/measures/{code}', '/v1/measures/renewal-volume', { key: supervisor }),
      await answered('get', '/v1/calendars/{code}', '/v1/calendars/CN', { key: supervisor }),
      await answered('put', '/v1/calendars/{code}/{year}', '/v1/calendars/XX/2030', {
        key: supervisor,
        body: { off: [], worked: [] },
      }),
      await answered('get', '/v1/loans', '/v1/loans?limit=1', { key: supervisor }),
      await answered('get', '/v1/loans', '/v1/loans?knownAt=1', { key: supervisor }),
      await answered('get', '/v1/loans', '/v1/loans?limit=1001', { key: supervisor }),
      await answered('get', '/v1/loans/{institution}/{loanId}', `/v1/loans/${bank}/L1`, { key: supervisor }),
      await answered('get', '/v1/loans/{institution}/{loanId}/history', `/v1/loans/${bank}/L1/history`, {
        key: supervisor,
      }),
      await answered('put', '/v1/bailout/programmes/{code}', '/v1/bailout/programmes/R', {
        key: supervisor,
        body: { ...body, cap: '5.00' },
      }),
      await answered('post', '/v1/bailout/allocations', '/v1/bailout/allocations', {
        key: supervisor,
        headers: { 'idempotency-key': 'one' },
        body: { programme: 'R', institution: bank, amount: '5.00' },
      }),
      await answered('post', '/v1/bailout/allocations', '/v1/bailout/allocations', {
        key: supervisor,
        headers: { 'idempotency-key': 'two' },
        body: { programme: 'R', institution: bank, amount: '0.01' },
      }),
      await answered('get', '/v1/bailout/allocations', '/v1/bailout/allocations', { key: supervisor }),
      await answered('get', '/v1/bailout/disbursements', '/v1/bailout/disbursements', { key: supervisor }),
      await answered('get', '/v1/bailout/programmes', '/v1/bailout/programmes', { key: supervisor }),
      await answered('get', '/v1/institutions', '/v1/institutions', { key: admin }),
      await answered('get', '/v1/institutions/{code}', `/v1/institutions/${bank}`, { key: admin }),
      await answered('get', '/v1/keys', '/v1/keys', { key: admin }),
      await answered('post', '/v1/keys', '/v1/keys', { key: admin, body: { role: 'auditor', label: 'x' } }),
      await answered('get', '/v1/facts', '/v1/facts', { key: supervisor }),
      await answered('get', '/healthz', '/healthz', { key: null }),
      await answered('get', '/readyz', '/readyz', { key: null }),
      await answered('get', '/schemas/{file}', '/schemas/xudai.loan.issued.v1.json', { key: null }),
      await answered('get', '/schemas/{file}', '/schemas/none.json', { key: null }),
    ];
    expect(all.flatMap((answer) => driftOf(document, answer))).toEqual([]);
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200, 201, 400, 403, 404, 422, 501]));
  });

  it('would be caught drifting: an undeclared member, a wrong status, a header too many or too few', async () => {
    const truthful = await answered('get', '/v1/events/{id}', '/v1/events/issue-L1', { key: keys.bank });
    expect(driftOf(document, truthful)).toEqual([]);
    expect(
      driftOf(document, { ...truthful, body: { ...(truthful.body as object), undeclared: 1 } }),
    ).not.toEqual([]);
    expect(driftOf(document, { ...truthful, status: 202 })).not.toEqual([]);
    expect(driftOf(document, { ...truthful, headers: { ...truthful.headers, 'x-more': '1' } })).not.toEqual(
      [],
    );
    const made = await answered('post', '/v1/keys', '/v1/keys', {
      key: keys.admin,
      body: { role: 'auditor', label: 'x' },
    });
    const { location: _, ...others } = made.headers ?? {};
    expect(driftOf(document, made)).toEqual([]);
    expect(driftOf(document, { ...made, headers: others })).not.toEqual([]);
  });
});
