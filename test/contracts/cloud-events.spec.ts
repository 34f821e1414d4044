import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* CloudEvents as foreign clients send them: null attributes, content types with parameters, and headers in binary mode. */

const bank = 'C1010211000012';
let registry: RunningRegistry;
let key: string;
let auditor: string;

beforeAll(async () => {
  registry = await runningRegistry();
  key = await registry.bank(bank);
  auditor = await registry.keyFor('auditor');
});

afterAll(() => registry.close());

const metadataOf = async (stream: string): Promise<Record<string, unknown>> => {
  const { text } = await registry.ask('get', `/v1/facts?stream=${stream}`, { key: auditor });
  return (JSON.parse(text) as { metadata: Record<string, unknown> }).metadata;
};

const asPointers = ({ body }: { readonly body: { errors?: readonly { pointer: string }[] } }) =>
  body.errors?.map(({ pointer }) => pointer);

describe('a structured report', () => {
  const send = (loanId: string, more: object) =>
    registry.ask('post', '/v1/events', {
      key,
      type: cloudEvent,
      body: { ...issuedLoan(bank, loanId, 1), ...more },
    });

  it('may hold null for an attribute that it lacks, and is the same report without', async () => {
    const nulls = {
      time: null,
      datacontenttype: null,
      dataschema: null,
      traceparent: null,
      data_base64: null,
    };
    expect((await send('NULLS', nulls)).status).toBe(201);
    expect(await send('NULLS', {})).toMatchObject({ status: 200, body: { repeated: true } });
    expect(await metadataOf(`loan-${bank}-NULLS`)).toMatchObject({ time: null, extensions: {} });
    for (const name of ['specversion', 'id', 'source', 'type', 'subject', 'data'])
      expect([name, asPointers(await send('LACKS', { [name]: null }))]).toEqual([name, [`/${name}`]]);
    const { data } = issuedLoan(bank, 'INNER', 1) as { data: object };
    expect(asPointers(await send('INNER', { data: { ...data, noteNo: null } }))).toEqual(['/data/noteNo']);
  });

  it('may say the parameters of its JSON', async () => {
    expect((await send('TYPED', { datacontenttype: 'Application/JSON; charset="utf-8"' })).status).toBe(201);
    expect(asPointers(await send('OTHER', { datacontenttype: 'text/xml' }))).toEqual(['/datacontenttype']);
  });

  it('has no data in base64, and is told so', async () => {
    const answer = await send('BASE64', { data: undefined, data_base64: 'e30=' });
    expect([answer.status, answer.body.rule]).toEqual([400, 'SCH-R01']);
    expect(asPointers(answer)).toEqual(['/data', '/data_base64']);
  });

  it('keeps its time as it was sent, and is held to it', async () => {
    const time = '2016-12-31t23:59:60.000000000000000001z';
    expect((await send('LEAP', { time, dataschema: '/schemas/x', sequence: 7, retried: false })).status).toBe(
      201,
    );
    expect(await metadataOf(`loan-${bank}-LEAP`)).toMatchObject({
      time,
      extensions: { dataschema: '/schemas/x', sequence: 7, retried: false },
    });
    for (const ahead of ['9999-12-31T23:59:60Z', '9999-12-31T23:59:59.99999999999999-23:59'])
      expect((await send('AHEAD', { time: ahead })).body.rule).toBe('TIM-R02');
    expect((await send('NEVER', { time: '2016-12-31T23:59:61Z' })).body.rule).toBe('SCH-R01');
  });

  it('has ids that do not vanish from a URL', async () => {
    expect(asPointers(await send('..', { id: '.' }))).toEqual(['/id', '/subject']);
    const sent = await send('...', { id: '....' });
    expect(sent.status).toBe(201);
    expect((await registry.ask('get', '/v1/events/....', { key })).status).toBe(200);
    const headers = { 'await-position': sent.body.position as string, 'await-timeout': '30000' };
    expect((await registry.ask('get', `/v1/loans/${bank}/...`, { key, headers })).status).toBe(200);
  });
});

describe('a report in binary mode', () => {
  /** Bytes as they are, one line for each header; the status and the problem or outcome. */
  const send = async (loanId: string, lines: readonly string[]) => {
    const { data, datacontenttype: _, ...attributes } = issuedLoan(bank, loanId, 2) as Record<string, string>;
    const body = JSON.stringify(data);
    const head = [
      'POST /v1/events HTTP/1.1',
      'Host: registry',
      'Connection: close',
      `Authorization: Bearer ${key}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...Object.entries(attributes).map(([name, value]) => `ce-${name}: ${value}`),
      ...lines,
    ];
    const { port } = new URL(await registry.application.getUrl());
    const answer = await new Promise<string>((answered, failed) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`${head.join('\r\n')}\r\n\r\n${body}`),
      );
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      socket.on('end', () => answered(text));
      socket.on('error', failed);
    });
    return {
      status: Number(answer.slice(9, 12)),
      body: JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as {
        rule?: string;
        errors?: readonly { pointer: string }[];
      },
    };
  };

  it('has its attributes decoded once, from bytes of UTF-8', async () => {
    const lines = ['ce-comment: %E7%BB%AD贷 100%2525', 'ce-time: "2016-12-31T23:59:60Z"', 'ce-empty: '];
    expect((await send('DECODED', lines)).status).toBe(201);
    expect(await metadataOf(`loan-${bank}-DECODED`)).toMatchObject({
      time: '2016-12-31T23:59:60Z',
      extensions: { comment: '续贷 100%25', empty: '' },
    });
  });

  it.each(['%C0%A0', '%FF', '%E4%BD', 'a%', '%zz', '%C0%A011010519491231002X'])(
    'is refused with what is no UTF-8: %s',
    async (value) => {
      const answer = await send('BROKEN', [`ce-comment: ${value}`]);
      expect([answer.status, answer.body.rule, asPointers(answer)]).toEqual([400, 'SCH-R01', ['']]);
      const { body } = await registry.ask('get', `/v1/events/issue-BROKEN`, { key });
      expect(body.status).toBe(404);
    },
  );

  it('is refused with an attribute that is given twice', async () => {
    expect(asPointers(await send('TWICE', ['ce-id: other']))).toEqual(['/id']);
    expect(asPointers(await send('TWICE', ['ce-comment: a', 'ce-comment: a']))).toEqual(['']);
  });

  it('has the type of its content', async () => {
    expect((await send('JSON', ['ce-datacontenttype: application/JSON;charset=utf-8'])).status).toBe(201);
    for (const type of ['text/xml', 'application/cloudevents%2Bjson', ''])
      expect(asPointers(await send('XML', [`ce-datacontenttype: ${type}`]))).toEqual(['/datacontenttype']);
  });

  it('is refused with a member of the JSON format in a header', async () => {
    expect(asPointers(await send('DATA', ['ce-data: {}']))).toEqual(['/data']);
    expect(asPointers(await send('DATA', ['ce-data_base64: e30=']))).toEqual(['/data_base64']);
  });
});
