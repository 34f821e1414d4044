import http from 'node:http';
import { reportNo } from '../report-stream.js';

/** Of one request. */
interface Exchange {
  readonly status: number;
  readonly tookMs: number;
  readonly body: string;
  readonly headers: http.IncomingHttpHeaders;
}

export const exchange = (
  agent: http.Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Exchange> =>
  new Promise((done, failed) => {
    const sentAt = performance.now();
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const method = body === undefined ? 'GET' : 'POST';
    const request = http.request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', failed);
      answer.once('end', () =>
        done({
          status: answer.statusCode ?? 0,
          tookMs: performance.now() - sentAt,
          body: Buffer.concat(parts).toString(),
          headers: answer.headers,
        }),
      );
    });
    request.once('error', failed);
    request.end(body);
  });

export interface Sender {
  readonly base: string;
  readonly key: string;
  readonly institution: string;
  /** Begins the ids of its reports. */
  readonly run: string;
  readonly connections: number;
  /** Reports in a request; 1 are sent alone. */
  readonly perRequest: number;
  readonly durationMs: number;
  /** Between an answer and the next request, after an answer that turned it away. */
  readonly pauseMs: number;
}

export interface Sent {
  /** Times of the requests that were taken; of those begun in the first second, when all connections come at once, apart. */
  readonly tookMs: readonly number[];
  readonly atFirstMs: readonly number[];
  readonly turnedAway: number;
  /** Turned away without a problem document, or without saying when to come again. */
  readonly impolite: number;
  /** Without an answer. */
  readonly broken: number;
  /** Answered otherwise than taken or turned away. */
  readonly unexpected: readonly string[];
  /** Numbers of the reports that were acknowledged. */
  readonly acknowledged: readonly number[];
}

const isPolite = ({ headers, body }: Exchange): boolean => {
  if (!headers['content-type']?.startsWith('application/problem+json')) return false;
  const { outcome, retryable } = JSON.parse(body) as {
    readonly outcome?: string;
    readonly retryable?: boolean;
  };
  return outcome === 'not-recorded' && retryable === true && Number(headers['retry-after']) > 0;
};

/** Numbers of those that are acknowledged, of the numbers that were sent. */
const acknowledgedOf = ({ body }: Exchange, numbers: readonly number[]): readonly number[] => {
  if (numbers.length === 1) return numbers;
  const { results } = JSON.parse(body) as { readonly results: readonly { readonly outcome: string }[] };
  return numbers.filter((_, index) => results[index]?.outcome === 'recorded');
};

interface Request {
  readonly numbers: readonly number[];
  readonly body: string;
}

/** Reports that were never sent before, in requests. */
const requestsOf = ({ institution, run, perRequest }: Sender): (() => Request) => {
  let last = 0;
  return () => {
    const numbers = Array.from({ length: perRequest }, () => (last += 1));
    const texts = numbers.map((no) => reportNo(institution, run, no));
    return { numbers, body: perRequest === 1 ? String(texts[0]) : `[${texts.join()}]` };
  };
};

/**
 * Sends as fast as it is answered, over so many connections, each with one request under way. What each begins with is made before
 * it is begun: call what this gives.
 */
export const prepared = (sender: Sender): (() => Promise<Sent>) => {
  const next = requestsOf(sender);
  const first = Array.from({ length: sender.connections }, next);
  return () => sendAll(sender, first, next);
};

/** So long after all connections were opened at once. */
const firstMs = 1_000;

export const send = (sender: Sender): Promise<Sent> => prepared(sender)();

const sendAll = async (
  { base, key, connections, perRequest, durationMs, pauseMs }: Sender,
  first: readonly Request[],
  next: () => Request,
): Promise<Sent> => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const type = perRequest === 1 ? 'application/cloudevents+json' : 'application/cloudevents-batch+json';
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  const [tookMs, atFirstMs]: [number[], number[]] = [[], []];
  const acknowledged: number[] = [];
  const unexpected: string[] = [];
  let [turnedAway, impolite, broken] = [0, 0, 0];
  const begunAt = performance.now();
  const until = begunAt + durationMs;
  const one = async ({ numbers, body }: Request): Promise<void> => {
    // The same again, until it is taken.
    while (performance.now() < until) {
      const answer = await exchange(agent, `${base}/v1/events`, headers, body).catch(() => undefined);
      if (answer && (answer.status === 200 || answer.status === 201)) {
        tookMs.push(answer.tookMs);
        const sentAt = performance.now() - answer.tookMs;
        if (sentAt - begunAt < firstMs) atFirstMs.push(answer.tookMs);
        acknowledged.push(...acknowledgedOf(answer, numbers));
        return;
      }
      if (!answer) broken += 1;
      else if (answer.status !== 503 && answer.status !== 429) {
        unexpected.push(`${answer.status} ${answer.body.slice(0, 200)}`);
        return;
      } else {
        turnedAway += 1;
        if (!isPolite(answer)) impolite += 1;
      }
      await new Promise((later) => setTimeout(later, pauseMs * (0.5 + Math.random())));
    }
  };
  await Promise.all(
    first.map(async (request) => {
      await one(request);
      while (performance.now() < until) await one(next());
    }),
  );
  agent.destroy();
  return { tookMs, atFirstMs, turnedAway, impolite, broken, unexpected, acknowledged };
};
