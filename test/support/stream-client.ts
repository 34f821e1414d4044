import { once } from 'node:events';
import http from 'node:http';
import type { ProblemDocument, StreamSummary } from '#contract';

/** A result, or the summary at the end. */
export interface Line extends Partial<StreamSummary> {
  readonly index?: number;
  readonly status?: number;
  readonly outcome?: string;
  readonly id?: string | null;
  readonly repeated?: boolean;
  readonly facts?: readonly { readonly revision: number }[];
  readonly problem?: ProblemDocument & { readonly rule?: string };
}

/** A stream of reports under way: what is written, and the lines of the answer as they come. */
export interface ReportStream {
  readonly request: http.ClientRequest;
  /** Writes reports, one a line. */
  write(...reports: readonly unknown[]): void;
  end(): void;
  /** The next line of the answer; undefined at its end. */
  next(): Promise<Line | undefined>;
  /** All that is left of the answer. */
  rest(): Promise<readonly Line[]>;
  status(): Promise<number>;
}

/** Opens a stream to a registry and keeps it open, so that an answer is seen while it is written. */
export const openStream = (
  port: number,
  key: string,
  { path = '/v1/events', headers = {} }: { readonly path?: string; readonly headers?: object } = {},
): ReportStream => {
  const request = http.request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path,
    agent: false,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', ...headers },
  });
  request.on('error', () => undefined);
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  answered.catch(() => undefined);
  const lines = (async function* () {
    const [answer] = await answered;
    let open = '';
    for await (const part of answer) {
      const [...whole] = (open + String(part)).split('\n');
      open = whole.pop() ?? '';
      for (const line of whole) yield JSON.parse(line) as Line;
    }
    if (open !== '') yield JSON.parse(open) as Line;
  })();
  return {
    request,
    write: (...reports) => {
      const text = reports.map((report) => (typeof report === 'string' ? report : JSON.stringify(report)));
      request.write(text.map((line) => `${line}\n`).join(''));
    },
    end: () => request.end(),
    next: async () => (await lines.next()).value ?? undefined,
    rest: async () => {
      const found: Line[] = [];
      for await (const line of lines) found.push(line);
      return found;
    },
    status: async () => (await answered)[0].statusCode ?? 0,
  };
};
