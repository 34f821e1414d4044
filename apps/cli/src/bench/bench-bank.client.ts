import http from 'node:http';
import { type Measured, quantile } from './interleaved.js';
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
  /** Any other status breaks the run: a benchmark of refusals is none. */
  readonly expected: number;
}

const post = (agent: http.Agent, { url, headers, nextBody, expected }: Load): Promise<void> =>
  new Promise((done, failed) => {
    const body = nextBody();
    const request = http.request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === expected
            ? done()
            : failed(new Error(`${url} answered ${answer.statusCode} where ${expected} is expected`)),
        );
      },
    );
    request.once('error', failed);
    request.end(body);
  });

/** As many connections as asked, each with one request under way, for as long as asked. */
const putUnderLoad = async (load: Load): Promise<Measured> => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.connections });
  const tookMs: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + load.durationMs;
  await Promise.all(
    Array.from({ length: load.connections }, async () => {
      while (performance.now() < until) {
        const sentAt = performance.now();
        await post(agent, load);
        tookMs.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return { perSecond: tookMs.length / seconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) };
};

const institution = 'C1010211000012';

/** A bank that sends reports as fast as they are answered. */
export interface BenchBank {
  /** To the route of the reports at this address, over so many connections. */
  send(base: string, connections: number, run: string): Promise<Measured>;
}

/** Registered, and given a key. */
export const benchBank = async (
  registry: string,
  administratorsKey: string,
  durationMs: number,
): Promise<BenchBank> => {
  const key = await new Asking(registry, administratorsKey).bank(institution);
  return {
    send: (base, connections, run) =>
      putUnderLoad({
        url: `${base}/v1/events`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents+json' },
        connections,
        durationMs,
        nextBody: reportsOf(institution, run),
        expected: 201,
      }),
  };
};
