import http from 'node:http';
import { type Measured, repeated } from './interleaved.js';
import { reportsOf } from './report-stream.js';

/** Members of answers that benchmarks look at. */
interface Answer {
  readonly key: string;
  readonly id: string;
  readonly status: string;
  readonly items: readonly (Readonly<Record<'institution' | 'loanId' | 'id' | 'status', string>> & Rebuilt)[];
}

/** Of a rebuild. */
interface Rebuilt {
  readonly differences: number | null;
  readonly completedAt: string | null;
}

/** Asks a registry with a key. */
export class Asking {
  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  /** @throws when the answer is an error */
  async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  async keyOf(role: 'supervisor' | 'auditor'): Promise<string> {
    return (await this.ask('POST', '/v1/keys', { role, label: 'bench' })).key;
  }

  /** Registers a bank, and gives it a key. */
  async bank(institution: string): Promise<string> {
    const name = { zh: institution, en: institution };
    await this.ask('POST', '/v1/institutions', { code: institution, name, kind: 'BANK' });
    return (await this.ask('POST', '/v1/keys', { role: 'bank', institution, label: 'bench' })).key;
  }
}

interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly durationMs: number;
  /** A body that was never sent before. */
  readonly nextBody: () => string;
  readonly reportsInEach: number;
  /** Any other answer breaks the run: a benchmark of refusals is none. */
  readonly isExpected: (status: number, body: string) => boolean;
}

const post = (agent: http.Agent, { url, headers, nextBody, isExpected }: Load): Promise<void> =>
  new Promise((done, failed) => {
    const body = nextBody();
    const request = http.request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', failed);
        answer.once('end', () => {
          const text = Buffer.concat(parts).toString();
          if (isExpected(answer.statusCode ?? 0, text)) done();
          else failed(new Error(`${url} answered ${answer.statusCode} ${text.slice(0, 200)}`));
        });
      },
    );
    request.once('error', failed);
    request.end(body);
  });

/** As many connections as asked, each with one request under way. */
const putUnderLoad = async (load: Load): Promise<Measured> => {
  const { connections: inFlight, durationMs, reportsInEach: countOfEach } = load;
  const agent = new http.Agent({ keepAlive: true, maxSockets: inFlight });
  try {
    return await repeated({ inFlight, durationMs, countOfEach }, () => post(agent, load));
  } finally {
    agent.destroy();
  }
};

const institution = 'C1010211000012';
const reportsInBatch = 1_000;
const linesTogether = 500;

/** Where the programs under load stand, and for how long each subject is measured in a round. */
export interface BenchEnvironment {
  readonly durationMs: number;
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Address of the registry. */
  readonly registry: string;
  /** Address of the routes without a registry. */
  readonly bare: string;
}

/** A bank that sends reports as fast as they are answered. The names of its runs begin what it reports. */
export interface BenchBank {
  readonly key: string;
  readonly institution: string;
  /** To the route of the reports at this address, over so many connections; for the time of a subject unless given. */
  send(base: string, connections: number, run: string, forMs?: number): Promise<Measured>;
  /** A thousand in each request. */
  sendBatches(base: string, connections: number, run: string): Promise<Measured>;
  /** One a line, in so many requests that end with the time. */
  stream(base: string, connections: number, run: string): Promise<Measured>;
}

/** Reports of a stream, until its time is over. */
function* linesUntil(until: number, nextBody: () => string, sent: () => void): Generator<Buffer> {
  while (performance.now() < until) {
    const lines = Array.from({ length: linesTogether }, () => `${nextBody()}\n`);
    for (const _ of lines) sent();
    yield Buffer.from(lines.join(''));
  }
}

/** Registered, and given a key. */
export const benchBank = async (
  registry: string,
  administratorsKey: string,
  durationMs: number,
): Promise<BenchBank> => {
  const key = await new Asking(registry, administratorsKey).bank(institution);
  const authorization = `Bearer ${key}`;
  const headers = (type: string) => ({ authorization, 'content-type': type });
  const streamOne = async (url: string, nextBody: () => string): Promise<number> => {
    let count = 0;
    const lines = linesUntil(performance.now() + durationMs, nextBody, () => (count += 1));
    const request = {
      method: 'POST',
      duplex: 'half',
      headers: headers('application/x-ndjson'),
      body: ReadableStream.from(lines),
    };
    const answer = await fetch(url, request as RequestInit);
    const last = (await answer.text()).trim().split('\n').at(-1) ?? '';
    const { summary } = JSON.parse(last) as { readonly summary?: { readonly recorded: number } };
    if (summary?.recorded !== count) throw new Error(`A stream of ${count} reports ended with ${last}.`);
    return count;
  };
  return {
    key,
    institution,
    send: (base, connections, run, forMs = durationMs) =>
      putUnderLoad({
        url: `${base}/v1/events`,
        headers: headers('application/cloudevents+json'),
        connections,
        durationMs: forMs,
        nextBody: reportsOf(institution, run),
        reportsInEach: 1,
        isExpected: (status) => status === 201,
      }),
    sendBatches: (base, connections, run) => {
      const next = reportsOf(institution, run);
      return putUnderLoad({
        url: `${base}/v1/events`,
        headers: headers('application/cloudevents-batch+json'),
        connections,
        durationMs,
        nextBody: () => `[${Array.from({ length: reportsInBatch }, next).join()}]`,
        reportsInEach: reportsInBatch,
        isExpected: (status, body) =>
          status === 200 && body.split('"status":201').length === reportsInBatch + 1,
      });
    },
    stream: async (base, connections, run) => {
      const startedAt = performance.now();
      const counts = await Promise.all(
        Array.from({ length: connections }, (_, no) =>
          streamOne(`${base}/v1/events`, reportsOf(institution, `${run}-${no}`)),
        ),
      );
      const count = counts.reduce((sum, each) => sum + each, 0);
      return { count, perSecond: count / ((performance.now() - startedAt) / 1_000) };
    },
  };
};
