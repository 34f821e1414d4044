import { asProgrammeCode, asTargetCode } from '#identifiers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administered } from '../support/administered.js';
import { plantCheck } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { readEvents } from '../support/event-source.js';
import { heldToDocument } from '../support/held-to-document.js';
import type { Document } from '../support/open-api-drift.js';
import { recordForecast } from '../support/recorded-forecast.js';
import { replayed } from '../support/replaying.js';
import { readBySupervisors } from '../support/read-paths.js';
import { decided, digestHeader, fileOf } from '../support/submitting.js';
import { contested, reportsOfEachBook } from '../support/reports-of-each-book.js';
import { issuedLoan, usccOf } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* Of every route each answer that is declared and is no problem is given once, with something in it, and is as it is declared. */
const [bank, other, day] = ['C1010211000012', 'C1010311000013', '2024-01-10'] as const;

type Whose = 'bank' | 'other' | 'supervisor' | 'auditor' | 'admin';
type Asking = Parameters<RunningRegistry['ask']>;
type Answered = (
  method: Asking[0],
  url: string,
  by: Whose,
  asking?: Omit<Asking[2] & object, 'key'>,
) => ReturnType<RunningRegistry['ask']>;

describe('every answer', () => {
  let registry: RunningRegistry;
  let document: Document;
  const keys = {} as Record<Whose, string>;
  const given = new Set<string>();

  beforeAll(async () => {
    registry = await runningRegistry();
    document = (await registry.ask('get', '/openapi.json', { key: null })).body;
    keys.bank = await registry.bank(bank);
    keys.other = await registry.bank(other);
    for (const role of ['supervisor', 'auditor'] as const) keys[role] = await registry.keyFor(role);
    keys.admin = await registry.keyFor('admin');
  });

  afterAll(() => registry.close());

  const answered: Answered = async (method, url, by, asking = {}) => {
    const answer = await registry.ask(method, url, { key: keys[by], ...asking });
    given.add(heldToDocument(document, { method, url, answer }));
    return answer;
  };

  it('to who defines things, when they are new and when they stand already', async () => {
    const institution = { code: 'C1010811000017', name: { zh: '名', en: 'Name' }, kind: 'BANK' };
    for (const _ of ['new', 'standing'])
      await answered('post', '/v1/institutions', 'admin', { body: institution });
    for (const { by, path, whole, prepare = [] } of administered) {
      for (const { method, path: url, by: whose, body } of prepare)
        await registry.ask(method, url, { key: keys[whose], body });
      for (const _ of ['new', 'standing']) await answered('put', path, by, { body: whole });
    }
  });

  it('to who would see what a measure shows', async () => {
    const sources = [{ fact: 'LoanIssued', sign: 1 }];
    const body = { name: { zh: '名', en: 'Name' }, op: 'COUNT', unit: 'COUNT', sources };
    await answered('post', '/v1/measures/preview', 'supervisor', { body });
  });

  it('to who sets days, codes, allocations and suspensions, and makes keys', async () => {
    const reason = 'so it is known in the city';
    const suspension = '/v1/institutions/C1010811000017/suspension';
    for (const _ of ['new', 'standing']) {
      await answered('put', '/v1/calendars/XX/2030', 'supervisor', { body: { off: [], worked: [] } });
      await answered('get', '/v1/calendars/XX', 'bank');
      await answered('put', '/v1/usccs/913100001322602501', 'supervisor', { body: { reason } });
      await answered('post', '/v1/bailout/allocations', 'supervisor', {
        headers: { 'idempotency-key': 'one' },
        body: { programme: 'WHOLE', institution: bank, amount: '5.00' },
      });
      await answered('post', suspension, 'supervisor', { body: { reason } });
    }
    await answered('delete', suspension, 'supervisor');
    const key = await answered('post', '/v1/keys', 'admin', { body: { role: 'auditor', label: 'x' } });
    await answered('delete', `/v1/keys/${key.body.id}`, 'admin');
  });

  it('to banks that report, and to who decides between them', async () => {
    const single = { type: cloudEvent, body: issuedLoan(bank, 'L2', 2) };
    await answered('post', '/v1/events?dryRun=true', 'bank', single);
    for (const _ of ['new', 'again']) await answered('post', '/v1/events', 'bank', single);
    const batch = (body: object): object => ({ type: cloudEventBatch, body });
    await answered('post', '/v1/events?dryRun=true', 'bank', batch([...reportsOfEachBook(bank, day), {}]));
    await answered('post', '/v1/events', 'bank', batch([...reportsOfEachBook(bank, day), {}]));
    await answered('post', '/v1/events', 'bank', { type: 'application/x-ndjson', body: '{}\n{\n' });
    await answered('post', '/v1/events', 'other', batch(contested(other, day)));
    await answered('get', '/v1/events/issue-L2', 'bank');
    await recordForecast(registry, asProgrammeCode('SH24'), asTargetCode('SH24-RENEW'));
    await projected(registry);
    const body = { institution: other, loanId: 'L1', reason: 'its contract was stamped first' };
    const decision = `/v1/first-time-borrowers/${usccOf(1)}/decision`;
    for (const _ of ['new', 'again']) await answered('post', decision, 'supervisor', { body });
  });

  it('to banks that send files', async () => {
    const body = fileOf([issuedLoan(bank, 'L3', 3), '{']);
    const headers = { 'content-digest': digestHeader(body), 'xudai-record-count': '2' };
    const asking = { type: 'application/x-ndjson', body, headers };
    await answered('post', '/v1/submissions', 'bank', asking);
    const received = await answered('post', '/v1/submissions', 'bank', asking);
    await answered('get', '/v1/submissions/templates/xudai.loan.issued.v1.csv', 'bank');
    const file = `/v1/submissions/${received.body.id}`;
    await decided(registry, received.body.id, keys.bank);
    for (const part of ['', '/refusals', '/receipt']) await answered('get', file + part, 'bank');
    const { text } = await answered('get', `${file}/progress`, 'bank');
    const seen = { 'last-event-id': /^id: (.+)$/m.exec(text)?.[1] ?? '' };
    await answered('get', `${file}/progress`, 'bank', { headers: seen });
  });

  it.each(readBySupervisors({ bank, borrower: usccOf(1), day }))('to who reads %s', async (url) => {
    await answered('get', url, 'supervisor');
  });

  it('to auditors and administrators', async () => {
    await answered('get', '/v1/facts', 'auditor');
    await answered('get', '/v1/facts', 'auditor', { headers: { accept: 'text/csv' } });
    await answered('post', '/v1/replays', 'auditor', { body: { programme: 'SH24' } });
    const { id } = await replayed(registry, keys.auditor, { programme: 'SH24' });
    await answered('get', `/v1/replays/${id}`, 'auditor');
    const { text } = await answered('get', `/v1/replays/${id}/progress`, 'auditor');
    const headers = { 'last-event-id': /^id: (.+)$/m.exec(text)?.[1] ?? '' };
    await answered('get', `/v1/replays/${id}/progress`, 'auditor', { headers });
    await answered('get', '/v1/keys', 'admin');
    await plantCheck(registry.ownerUrl);
    await answered('get', '/v1/operations/checks', 'admin');
    await answered('get', '/v1/operations/parked', 'admin');
    await answered('get', '/v1/operations/stores', 'admin');
    const rebuild = { body: { projection: 'register-book' } };
    await answered('post', '/v1/operations/rebuilds', 'admin', rebuild);
    await answered('get', '/v1/operations/rebuilds', 'admin');
  });

  it('to who signs in, looks who that is, and signs out', async () => {
    const headers = { 'sec-fetch-site': 'same-origin' };
    await answered('post', '/v1/session', 'auditor', { body: { key: keys.auditor }, headers });
    await answered('get', '/v1/session', 'bank');
    await answered('delete', '/v1/session', 'bank');
  });

  it('to who opens the console', async () => {
    const page = await answered('get', '/', 'bank');
    for (const url of ['/console', '/console/progress']) await answered('get', url, 'bank');
    await answered('get', /\/console\/assets\/[^"]+\.js/.exec(page.text)?.[0] ?? '', 'bank');
  });

  it.each(['/openapi.json', '/docs', '/schemas/xudai.loan.issued.v1.json', '/problems/RNW-R02'])(
    'to who has %s already, and who has not',
    async (url) => {
      const { headers } = await answered('get', url, 'bank');
      await answered('get', url, 'bank', { headers: { 'if-none-match': String(headers['etag']) } });
    },
  );

  it('to who follows progress as it changes', async () => {
    const { port } = registry;
    const reader = await readEvents(port, '/v1/live?programme=SH24', keys.supervisor);
    const [event] = await reader.come(1);
    reader.close();
    const answer = { ...reader, body: {}, text: JSON.stringify(event) };
    given.add(heldToDocument(document, { method: 'get', url: '/v1/live', answer }));
  });

  it('to anybody who checks what is signed', async () => {
    for (const accept of ['text/plain', 'application/x-pem-file'])
      await answered('get', '/log/key', 'bank', { headers: { accept } });
  });

  it('that the document declares was given', () => {
    const declared = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => !('summary' in operation && operation.summary === 'Not built yet'))
        .flatMap(([method, { responses }]) => Object.keys(responses).map((status) => [method, path, status])),
    );
    const good = declared.filter(([, , status]) => Number(status) < 400).map((each) => each.join(' '));
    expect([...given].toSorted()).toEqual(good.toSorted());
  });
});
