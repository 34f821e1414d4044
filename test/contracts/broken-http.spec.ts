import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { ProblemDocument } from '#contract';
import { lines, streamingBank } from '../support/streaming-bank.js';

/* What is told to a sender whose request breaks HTTP, before an answer has begun and in the midst of one. */

describe('a request', () => {
  const { key, loan, port } = streamingBank();

  it('whose body breaks HTTP ends its connection, without another status line in its answer', async () => {
    const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
    let answer = '';
    socket.on('data', (part) => (answer += String(part)));
    const closed = once(socket, 'close');
    const head = ['POST /v1/events HTTP/1.1', 'Host: x', `Authorization: Bearer ${key()}`];
    const text = lines(loan());
    socket.write(
      `${head.join('\r\n')}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    socket.write(`${text.length.toString(16)}\r\n${text}\r\n`);
    while (!answer.includes('"recorded"')) await once(socket, 'data');
    socket.write('no length\r\n');
    await closed;
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(answer).not.toContain('"summary"');
  });

  it.each([
    [
      'a chunk without its length',
      'Transfer-Encoding: chunked\r\n\r\nno length\r\n',
      400,
      /begin with its length/,
    ],
    [
      'two lengths',
      'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      /without a Content-Length/,
    ],
    ['a length that is no number', 'Content-Length: 99999999999999999999999\r\n\r\n', 413, /as long as/],
    ['a length beyond every file', 'Content-Length: 8589934593\r\n\r\n', 413, /at most 8589934592 bytes/],
    ['too long a header', `X-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 413, /at most \d+ bytes/],
  ])('with %s is told what is wrong before a body is read', async (_what, rest, status, detail) => {
    const socket = connect(port(), '127.0.0.1').on('error', () => undefined);
    let answer = '';
    socket.on('data', (part) => (answer += String(part)));
    const closed = once(socket, 'close');
    const head = ['POST /v1/submissions HTTP/1.1', 'Host: x', `Authorization: Bearer ${key()}`];
    socket.write(`${head.join('\r\n')}\r\nContent-Type: application/x-ndjson\r\n${rest}`);
    await closed;
    const told = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as ProblemDocument;
    expect(told).toMatchObject({ status, detail: expect.stringMatching(detail), outcome: 'not-recorded' });
  });
});
