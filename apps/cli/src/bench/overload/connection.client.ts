import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Of one request. */
export interface Exchange {
  readonly status: number;
  /** From when it was written to a connection that was open until its answer was whole. */
  readonly tookMs: number;
  /** In lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As it is sent; made once for a request that may be sent again. */
export const bytesOf = ({ method, url, headers = {}, body }: Request): Buffer => {
  const { host, pathname, search } = new URL(url);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ host, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
};

interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

const headOf = (text: string): Head => {
  const [statusLine = '', ...lines] = text.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(statusLine.split(' ')[1]), headers: new Map(headers) };
};

/**
 * One request at a time over a connection that is opened when it is needed. Who floods a registry shares its processors, so this does
 * no more than it must: Node's own client takes several times as long for a request. Answers must say how long they are.
 */
export class Connection {
  private socket: Socket | undefined;

  constructor(private readonly base: string) {}

  async exchange(request: Buffer): Promise<Exchange> {
    const socket = await this.open();
    try {
      const answer = await answered(socket, request);
      if (answer.headers.get('connection') === 'close') this.close();
      return answer;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async open(): Promise<Socket> {
    if (this.socket && !this.socket.destroyed) return this.socket;
    const { hostname, port } = new URL(this.base);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    // Between two requests nobody else hears of it, and the next one opens another.
    socket.on('error', () => socket.destroy());
    return (this.socket = socket);
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }
}

const answered = (socket: Socket, request: Buffer): Promise<Exchange> =>
  new Promise((done, failed) => {
    const sentAt = performance.now();
    let received: Buffer = Buffer.alloc(0);
    let head: Head | undefined;
    let bodyAt = 0;
    const end = (): void => {
      socket.off('data', read).off('error', broken).off('close', broken);
    };
    const broken = (error?: unknown): void => {
      end();
      failed(
        error instanceof Error ? error : new Error('The connection closed before the answer was whole.'),
      );
    };
    const read = (part: Buffer): void => {
      received = received.length === 0 ? part : Buffer.concat([received, part]);
      if (!head) {
        const headEnd = received.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        head = headOf(received.toString('latin1', 0, headEnd));
        bodyAt = headEnd + 4;
      }
      const length = Number(head.headers.get('content-length'));
      if (Number.isNaN(length)) broken(new Error('An answer does not say how long it is.'));
      else if (received.length >= bodyAt + length) {
        end();
        done({ ...head, tookMs: performance.now() - sentAt, body: received.toString('utf8', bodyAt) });
      }
    };
    socket.on('data', read).once('error', broken).once('close', broken);
    socket.write(request);
  });
