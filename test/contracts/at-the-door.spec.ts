import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projected } from '../support/projected.js';
import { issuedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* What callers meet before anything is decided: the order of problems, shapes of headers and paths. */

const bank = 'C1010211000012';

describe('at the door', () => {
  let registry: RunningRegistry;
  let key: string;
  let supervisor: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
    supervisor = await registry.keyFor('supervisor');
  });

  afterAll(() => registry.close());

  /** Bytes as they are, to a connection of their own; the answer as it comes. */
  const raw = async (request: string): Promise<string> => {
    const { port } = new URL(await registry.application.getUrl());
    return new Promise((answered, failed) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(request));
      let answer = '';
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('end', () => answered(answer));
      socket.on('error', failed);
    });
  };

  it('a report larger than a body of its own may be is too large in a batch as well', async () => {
    const large = { ...issuedLoan(bank, 'LARGE', 1), traceparent: 'x'.repeat(70_000) };
    const answer = await registry.ask('post', '/v1/events', {
      key,
      type: cloudEventBatch,
      body: [large, issuedLoan(bank, 'BESIDE', 1)],
    });
    expect(answer.body.results.map(({ status }: { status: number }) => status)).toEqual([413, 201]);
    expect(answer.body.results[0]).toMatchObject({ id: 'issue-LARGE', outcome: 'not-recorded' });
  });

  it('no message repeats a value; the detail tells the figures', async () => {
    const { status, body } = await registry.ask('post', '/v1/events', {
      key,
      type: cloudEvent,
      body: issuedLoan(bank, 'RATE', 1, { rateBp: 1 }),
    });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: '/data/rateBp', rule: 'ISS-R06', message: expect.not.stringMatching(/\d/) },
    ]);
    expect(body.detail).toContain('rateBp 1');
  });

  it.each([
    ['another content type', { type: 'text/plain', body: 'x' }, 415],
    ['a query parameter that nobody knows', { type: cloudEvent, body: {} }, 400],
    ['no key', { key: null, type: cloudEvent, body: {} }, 401],
  ])('intake says what became of the report: %s', async (_, asking, status) => {
    const path = status === 400 ? '/v1/events?x=1' : '/v1/events';
    const answer = await registry.ask('post', path, { key, ...asking });
    expect(answer.status).toBe(status);
    if (status !== 401) expect(answer.body.outcome).toBe('not-recorded');
  });

  it.each(['/v1/loans/%zz', `/v1/loans/${bank}/%ff`, `/v1/events/${'a'.repeat(9_000)}`])(
    'a path that cannot be: 401 without a key, 404 with one (%#)',
    async (path) => {
      const statuses = [];
      for (const each of [null, key]) statuses.push((await registry.ask('get', path, { key: each })).status);
      expect(statuses).toEqual([401, 404]);
    },
  );

  it('no parameter breaks a list', async () => {
    for (const [query, status] of [
      ['rule=%00', 400],
      ['rule=nonsense', 400],
      ['rule=RNW-R02', 200],
      ['institution=%00', 400],
    ] as const)
      expect((await registry.ask('get', `/v1/refusals?${query}`, { key: supervisor })).status).toBe(status);
  });

  it('a resident identity number is kept in no definition or decision either', async () => {
    const { status, body, text } = await registry.ask('post', `/v1/institutions/${bank}/suspension`, {
      key: supervisor,
      body: { reason: 'asked by 11010519491231002X' },
    });
    expect([status, body.rule]).toEqual([422, 'IDN-R04']);
    expect(text).not.toContain('11010519491231002X');
  });

  it('every route knows its query parameters', async () => {
    for (const path of [
      '/v1/programmes/SH24?effectiveAsOf=2024-01-01',
      '/v1/institutions?x=1',
      '/v1/programmes/SH24?x',
    ])
      expect((await registry.ask('get', path, { key: supervisor })).status).toBe(400);
    const body = { code: bank, name: { zh: bank, en: bank }, kind: 'BANK' };
    expect((await registry.ask('post', '/v1/institutions?x=1', { body })).status).toBe(400);
  });

  it('a bank asks for a series of its own alone', async () => {
    await projected(registry);
    const asked = async (query: string) =>
      (await registry.ask('get', `/v1/measures/issued-volume/series${query}`, { key })).status;
    expect([await asked(''), await asked('?institution=C1010311000013')]).toEqual([403, 403]);
    expect(await asked(`?institution=${bank}`)).toBe(400);
    expect(await asked(`?institution=${bank}&interval=month`)).toBe(200);
  });

  it('JSON is given where it is welcome, a spreadsheet to who would rather have it and where there is one', async () => {
    const asked = async (path: string, accept: string) =>
      (await registry.ask('get', path, { key, headers: { accept } })).status;
    expect(await asked('/v1/loans', 'application/json, text/csv;q=0.5')).toBe(200);
    expect(await asked('/v1/loans', 'text/csv')).toBe(200);
    expect(await asked(`/v1/institutions/${bank}`, 'text/csv')).toBe(200);
  });

  it('binary mode takes quotes off header values', async () => {
    const { data, ...attributes } = issuedLoan(bank, 'QUOTED', 2) as Record<string, string>;
    const headers = Object.fromEntries(
      Object.entries(attributes)
        .filter(([name]) => name !== 'datacontenttype')
        .map(([name, value]) => [`ce-${name}`, `"${value}"`]),
    );
    const answer = await registry.ask('post', '/v1/events', {
      key,
      type: 'application/json',
      headers,
      body: data,
    });
    expect([answer.status, answer.body.id]).toEqual([201, 'issue-QUOTED']);
  });

  it('takes what HTTP allows', async () => {
    const headers = { 'content-type': 'application/cloudevents+json; charset="UTF-8"' };
    const report = JSON.stringify(issuedLoan(bank, 'CHARSET', 3));
    const quoted = await registry.ask('post', '/v1/events', {
      key,
      type: headers['content-type'],
      body: report,
    });
    expect(quoted.status).toBe(201);
    const lower = await registry.ask('get', '/v1/loans', {
      key: null,
      headers: { authorization: `bearer ${key}` },
    });
    expect(lower.status).toBe(200);
    const empty = await registry.ask('delete', `/v1/institutions/${bank}/suspension`, {
      key: supervisor,
      headers: { 'content-type': 'application/json' },
    });
    expect(empty.status).toBe(204);
  });

  it.each([
    ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['an unknown method', 'FOO /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 405],
    ['no HTTP', 'hello\r\n\r\n', 400],
  ])('%s is a problem document', async (_, request, status) => {
    const answer = await raw(request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'm'));
    expect(answer).toContain('application/problem+json');
  });

  it('an expectation beyond the usual is not minded', async () => {
    const answer = await raw(
      'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });
});
