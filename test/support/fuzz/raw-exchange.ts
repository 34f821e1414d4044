import { connect } from 'node:net';
import type { RawRequest } from './requests.js';

/* A client that sends what it is given, byte by byte: others refuse to write what a stranger may. */

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** No answer takes as long as this: who asks for a fact that has yet to come may wait 30 s for it. */
const longestMs = 45_000;

const bytesOf = ({ method, target, headers, body }: RawRequest): Buffer => {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'host: registry',
    'connection: close',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`content-length: ${body.length}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]);
};

const unchunked = (body: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString('latin1'), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
};

const answerOf = (bytes: Buffer): RawAnswer => {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
  const body = bytes.subarray(end + 4);
  const isChunked = headers['transfer-encoding'] === 'chunked';
  return {
    status: Number(first.split(' ')[1]),
    headers,
    text: (isChunked ? unchunked(body) : body).toString('utf8'),
  };
};

/** Events go on for as long as something lasts: the head is all that is waited for. */
const tellsEvents = (bytes: Buffer): boolean => {
  const end = bytes.indexOf('\r\n\r\n');
  return end > 0 && bytes.subarray(0, end).toString('latin1').includes('text/event-stream');
};

/** @throws when no whole answer comes */
export const exchange = (port: number, request: RawRequest): Promise<RawAnswer> =>
  new Promise((answered, failed) => {
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytesOf(request)));
    socket.setTimeout(longestMs, () => socket.destroy(new Error('no answer in time')));
    socket.on('data', (part) => {
      parts.push(part);
      if (parts.length < 3 && tellsEvents(Buffer.concat(parts))) socket.destroy();
    });
    // Who is told that its body is too large may find the connection closed while it still sends.
    socket.on('error', (error) => (parts.length > 0 ? undefined : failed(error)));
    socket.on('close', () => {
      const bytes = Buffer.concat(parts);
      if (bytes.includes('\r\n\r\n')) answered(answerOf(bytes));
      else failed(new Error('the connection was closed without an answer'));
    });
  });
