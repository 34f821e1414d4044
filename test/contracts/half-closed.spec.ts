import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lines, streamingBank } from '../support/streaming-bank.js';

/* Clients that send all they have to say and then close their side of the connection, as `nc -N` does. */

describe('a client that closes its side after its request', () => {
  const { bank, ask, auditor, key, loan, port, projected } = streamingBank();
  const opened: Socket[] = [];
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy();
  });

  const opening = (): Socket => {
    const socket = connect({ port: port(), host: '127.0.0.1', allowHalfOpen: true });
    opened.push(socket.on('error', () => undefined));
    return socket;
  };
  const wholeAnswer = async (socket: Socket): Promise<string> => {
    let answer = '';
    socket.on('data', (part) => (answer += String(part)));
    await once(socket, 'end');
    return answer;
  };
  const sent = (...parts: readonly (string | Buffer)[]): Promise<string> => {
    const socket = opening();
    for (const part of parts.slice(0, -1)) socket.write(part);
    socket.end(parts.at(-1) ?? '');
    return wholeAnswer(socket);
  };
  const head = (method: string, path: string, by: string, ...more: readonly string[]): string =>
    [`${method} ${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${by}`, ...more, '', ''].join('\r\n');
  const post = (
    type: string,
    body: Buffer | string,
    ...more: readonly string[]
  ): readonly (string | Buffer)[] => [
    head(
      'POST',
      '/v1/events',
      key(),
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...more,
    ),
    body,
  ];
  const statusesIn = (answer: string): readonly string[] =>
    [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status as string);

  it('has the answer to one report', async () => {
    const report = loan();
    const answer = await sent(...post('application/cloudevents+json', JSON.stringify(report)));
    expect(statusesIn(answer)).toEqual(['201']);
    expect(answer).toContain(`"id":"${report.id}"`);
  });

  it('has the answer to a batch', async () => {
    const reports = Array.from({ length: 50 }, loan);
    const answer = await sent(...post('application/cloudevents-batch+json', JSON.stringify(reports)));
    expect(answer.match(/"status":201/g)).toHaveLength(reports.length);
  });

  it.each([
    ['with a length', (text: string) => post('application/x-ndjson', text)],
    [
      'in chunks',
      (text: string) => [
        head('POST', '/v1/events', key(), 'Content-Type: application/x-ndjson', 'Transfer-Encoding: chunked'),
        `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n0\r\n\r\n`,
      ],
    ],
    ['in gzip', (text: string) => post('application/x-ndjson', gzipSync(text), 'Content-Encoding: gzip')],
  ])('has every line of the answer to a stream %s, and its summary', async (_how, request) => {
    const answer = await sent(...request(lines(...Array.from({ length: 100 }, loan))));
    expect(answer.match(/"outcome":"recorded"/g)).toHaveLength(100);
    expect(answer).toContain('"summary":{"read":100,"recorded":100');
  });

  it('has the answer to a file', async () => {
    const text = lines(loan(), loan());
    const digest = createHash('sha256').update(text).digest('base64');
    const answer = await sent(
      head(
        'POST',
        '/v1/submissions',
        key(),
        'Content-Type: application/x-ndjson',
        `Content-Length: ${Buffer.byteLength(text)}`,
        `Content-Digest: sha-256=:${digest}:`,
        'Xudai-Record-Count: 2',
      ),
      text,
    );
    expect(statusesIn(answer)).toEqual(['201']);
  });

  it('has the answers to all requests that it sent one behind the other', async () => {
    const [one, other] = [loan(), loan()];
    const requests = [one, other].flatMap((report) =>
      post('application/cloudevents+json', JSON.stringify(report)),
    );
    expect(statusesIn(await sent(...requests, head('GET', '/healthz', key())))).toEqual([
      '201',
      '201',
      '200',
    ]);
  });

  it('has what it asked for, and a long answer whole', async () => {
    await projected();
    expect(statusesIn(await sent(head('GET', '/v1/programmes/SH24/progress', key())))).toEqual(['200']);
    const facts = await sent(head('GET', `/v1/facts?institution=${bank}`, await auditor()));
    expect(facts.match(/"type":"LoanIssued"/g)?.length).toBeGreaterThan(300);
    expect(facts).toMatch(/\r\n0\r\n\r\n$/);
  });

  it('has the state as it stands of events, and their end', async () => {
    await projected();
    const answer = await sent(head('GET', '/v1/live?programme=SH24', key()));
    expect(answer.match(/^event: progress$/gm)).toHaveLength(1);
    expect(answer).toMatch(/\r\n0\r\n\r\n$/);
  });

  it('of a request that is not whole, is told so and nothing is recorded', async () => {
    const report = loan();
    const [heading, body] = post('application/cloudevents+json', JSON.stringify(report)) as [string, string];
    const answer = await sent(heading, body.slice(0, -1));
    expect(statusesIn(answer)).toEqual(['400']);
    expect((await ask('get', `/v1/events/${report.id}`, { key: key() })).status).toBe(404);
  });

  it('with nothing under way is closed', async () => {
    expect(await sent('')).toBe('');
    const socket = opening();
    socket.write(head('GET', '/healthz', key()));
    await once(socket, 'data');
    socket.end();
    await once(socket.resume(), 'end');
  });
});
