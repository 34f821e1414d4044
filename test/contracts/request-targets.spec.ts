import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Each spelling of a path is the same path to all that look at it; and how a body must come is told to who sends another. */

const bank = 'C1010211000012';

describe('the target of a request', () => {
  let registry: RunningRegistry;
  let port: number;
  let key: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    port = Number(new URL(await registry.application.getUrl()).port);
    key = await registry.bank(bank);
  });

  afterAll(() => registry.close());

  /** The path as it is, which clients of a higher kind would put in order first. */
  const ask = (
    method: string,
    path: string,
    withKey = true,
  ): Promise<{ status: number | undefined; allow: string | undefined; type: string }> =>
    new Promise((answered, failed) => {
      const headers = withKey ? { authorization: `Bearer ${key}` } : {};
      request({ port, host: '127.0.0.1', method, path, headers, agent: false }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () =>
          answered({
            status: answer.statusCode,
            allow: answer.headers.allow,
            type: (text === '' ? {} : (JSON.parse(text) as { type?: string })).type ?? '',
          }),
        );
      })
        .on('error', failed)
        .end();
    });

  const spellings = (path: string): readonly string[] => [
    path,
    path.replace('e', '%65'),
    [...path].map((char) => (char === '/' ? char : `%${char.charCodeAt(0).toString(16)}`)).join(''),
    `http://registry.example${path}`,
    `HTTPS://registry.example:7080${path.replace('e', '%65')}`,
  ];

  it('is found in each spelling, with the same answer', async () => {
    for (const path of spellings('/v1/events'))
      expect([path, await ask('DELETE', path)]).toEqual([
        path,
        { status: 405, allow: 'POST', type: '/problems/method-not-allowed' },
      ]);
    for (const path of spellings('/healthz')) {
      expect([path, (await ask('POST', path, false)).status]).toEqual([path, 405]);
      expect([path, (await ask('GET', path, false)).status]).toEqual([path, 200]);
    }
    for (const path of spellings('/v1/measures')) {
      expect([path, (await ask('GET', path, false)).status]).toEqual([path, 401]);
      expect([path, (await ask('GET', path)).status]).toEqual([path, 200]);
    }
  });

  it.each([
    '/v1//loans',
    '//v1/loans',
    '/v1/loans/',
    '/v1/./loans',
    '/v1/x/../loans',
    '/v1/%2e%2e/v1/loans',
    '/V1/loans',
    '/v1/loans;x=1',
    '/v1%2floans',
    '/v1/%256coans',
    '/healthz/',
    '/%2568ealthz',
    '*',
  ])('%s is none, whatever the method: 401 without a key, 404 with one', async (path) => {
    for (const method of ['GET', 'DELETE', 'OPTIONS'])
      expect([method, (await ask(method, path, false)).status, (await ask(method, path)).status]).toEqual([
        method,
        401,
        404,
      ]);
  });

  it('an encoded slash, query mark or percent sign stays in the id that it is in', async () => {
    for (const id of ['a%2Fb', 'a%3Fb', 'a%2523', `${bank}%2FL1`, '%2525', 'a%23b', 'a%3bb'])
      expect([id, await ask('GET', `/v1/events/${id}`)]).toEqual([
        id,
        { status: 404, allow: undefined, type: '/problems/not-found' },
      ]);
    expect((await ask('DELETE', '/v1/events/a%2Fb')).status).toBe(405);
  });

  it('and of an absolute one the Host is still asked for', async () => {
    const answer = await new Promise<string>((answered, failed) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET http://x/healthz HTTP/1.1\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => (text += String(chunk)));
      socket.on('end', () => answered(text));
      socket.on('error', failed);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  const post = (no: number, headers: Readonly<Record<string, string>>, type = cloudEvent) =>
    registry.ask('post', '/v1/events', { key, type, headers, body: issuedLoan(bank, `E${no}`, 1) });

  it('a body comes as it is: identity is no coding, in whatever case', async () => {
    for (const [no, coding] of ['identity', 'Identity', 'IDENTITY', 'identity, identity', ''].entries())
      expect([coding, (await post(no, { 'content-encoding': coding })).status]).toEqual([coding, 201]);
    for (const coding of ['gzip', 'GZIP', 'identity, br', 'x']) {
      const { status, headers, body } = await post(0, { 'content-encoding': coding });
      expect([status, headers['accept-encoding']]).toEqual([415, 'identity']);
      expect(body).toMatchObject({ type: '/problems/unsupported-media-type', outcome: 'not-recorded' });
    }
  });

  it('415 tells what is taken', async () => {
    const types =
      'application/cloudevents+json, application/json, application/cloudevents-batch+json, application/x-ndjson';
    const plain = await post(0, {}, 'text/plain');
    expect([plain.status, plain.headers['accept'], plain.headers['accept-post']]).toEqual([
      415,
      types,
      types,
    ]);
    expect(plain.body.detail).toContain(types);
    const latin = await post(0, {}, `${cloudEvent}; charset=iso-8859-1`);
    expect([latin.status, latin.headers['accept-post']]).toEqual([415, types]);
    const unbound = await post(0, {}, 'application/json');
    expect(unbound.status).toBe(415);
    expect(unbound.body.detail).toContain('ce-');
    const body = { code: bank, name: { zh: bank, en: bank }, kind: 'BANK' };
    const put = await registry.ask('put', `/v1/institutions/${bank}`, { type: 'text/json', body });
    expect([put.status, put.headers['accept'], put.headers['accept-post']]).toEqual([
      415,
      'application/json',
      undefined,
    ]);
    const none = await registry.ask('delete', '/v1/keys/x', { body: {} });
    expect([none.status, none.body.detail]).toEqual([415, 'No body is taken here.']);
  });

  it('malformed Await headers are told before anything is read, and who records is not held up by them', async () => {
    const read = (headers: Readonly<Record<string, string>>) =>
      registry.ask('get', '/v1/loans', { key, headers });
    for (const value of ['0', 'x', '1,,2', '-1', '1.0', '9'.repeat(30)])
      expect((await read({ 'await-position': value })).status).toBe(400);
    for (const value of ['30001', '-1', 'soon', '1.5'])
      expect((await read({ 'await-position': '1', 'await-timeout': value })).status).toBe(400);
    expect((await read({ 'await-position': '1, 2', 'await-timeout': '0' })).status).toBe(200);
    const far = await read({ 'await-position': '999999999999999999', 'await-timeout': '1' });
    expect([far.status, Number(far.body.position) > 0]).toEqual([504, true]);
    const body = { code: bank, name: { zh: bank, en: bank }, kind: 'BANK' };
    const put = await registry.ask('put', `/v1/institutions/${bank}`, {
      headers: { 'await-position': 'x', 'await-timeout': 'x' },
      body,
    });
    expect(put.status).toBe(200);
  });
});
