import { setTimeout as pause } from 'node:timers/promises';
import { reportNo } from '../report-stream.js';
import { bytesOf, Connection, type Exchange } from './connection.client.js';

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
  /** After a refusal it comes again when `Retry-After` says, or after a fixed time. */
  readonly comesAgain: 'when asked to' | { readonly afterMs: number };
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

const retryAfterS = ({ headers }: Exchange): number => Number(headers.get('retry-after'));

const isPolite = (answer: Exchange): boolean => {
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return false;
  const { outcome, retryable } = JSON.parse(answer.body) as {
    readonly outcome?: string;
    readonly retryable?: boolean;
  };
  return outcome === 'not-recorded' && retryable === true && retryAfterS(answer) > 0;
};

/** Numbers of those that are acknowledged, of the numbers that were sent. */
const acknowledgedOf = ({ body }: Exchange, numbers: readonly number[]): readonly number[] => {
  if (numbers.length === 1) return numbers;
  const { results } = JSON.parse(body) as { readonly results: readonly { readonly outcome: string }[] };
  return numbers.filter((_, index) => results[index]?.outcome === 'recorded');
};

/** A request to record reports that have these numbers. */
export const reporting = (
  { base, key, institution, run }: Pick<Sender, 'base' | 'key' | 'institution' | 'run'>,
  numbers: readonly number[],
  as: 'single' | 'batch',
): Buffer => {
  const texts = numbers.map((no) => reportNo(institution, run, no));
  return bytesOf({
    method: 'POST',
    url: `${base}/v1/events`,
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': `application/cloudevents${as === 'batch' ? '-batch' : ''}+json`,
    },
    body: as === 'batch' ? `[${texts.join()}]` : String(texts[0]),
  });
};

interface Reports {
  readonly numbers: readonly number[];
  readonly request: Buffer;
}

/** Reports that were never sent before, in requests. */
const requestsOf = (sender: Sender): (() => Reports) => {
  let last = 0;
  return () => {
    const numbers = Array.from({ length: sender.perRequest }, () => (last += 1));
    return { numbers, request: reporting(sender, numbers, sender.perRequest === 1 ? 'single' : 'batch') };
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
  { base, durationMs, comesAgain }: Sender,
  first: readonly Reports[],
  next: () => Reports,
): Promise<Sent> => {
  const [tookMs, atFirstMs]: [number[], number[]] = [[], []];
  const acknowledged: number[] = [];
  const unexpected: string[] = [];
  let [turnedAway, impolite, broken] = [0, 0, 0];
  const begunAt = performance.now();
  const until = begunAt + durationMs;
  const taken = (answer: Exchange, numbers: readonly number[]): void => {
    tookMs.push(answer.tookMs);
    if (performance.now() - answer.tookMs - begunAt < firstMs) atFirstMs.push(answer.tookMs);
    for (const no of acknowledgedOf(answer, numbers)) acknowledged.push(no);
  };
  /** Until it comes again. */
  const againMs = (answer: Exchange | undefined): number => {
    if (comesAgain !== 'when asked to') return comesAgain.afterMs * (0.5 + Math.random());
    return (answer ? retryAfterS(answer) * 1_000 : 50) * (1 + Math.random() / 2);
  };
  /** The same again, until it is taken. */
  const sent = async (connection: Connection, { numbers, request }: Reports): Promise<void> => {
    while (performance.now() < until) {
      const answer = await connection.exchange(request).catch(() => undefined);
      if (answer && (answer.status === 200 || answer.status === 201)) return taken(answer, numbers);
      if (!answer) broken += 1;
      else if (answer.status === 503 || answer.status === 429) {
        turnedAway += 1;
        if (!isPolite(answer)) impolite += 1;
      } else {
        unexpected.push(`${answer.status} ${answer.body.slice(0, 200)}`);
        return;
      }
      await pause(againMs(answer));
    }
  };
  await Promise.all(
    first.map(async (reports) => {
      const connection = new Connection(base);
      await sent(connection, reports);
      while (performance.now() < until) await sent(connection, next());
      connection.close();
    }),
  );
  return { tookMs, atFirstMs, turnedAway, impolite, broken, unexpected, acknowledged };
};
