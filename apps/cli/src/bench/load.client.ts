import http from 'node:http';
import type pg from 'pg';
import { migrate, withDatabase } from '#database';
import { quantile, type Subject } from './interleaved.js';
import { type BenchBank, benchBank, type BenchEnvironment } from './bench-bank.client.js';
import { storeRowNames } from './engine-figures.js';
import { connected, headSeq, untilShown } from './postgres-bench.client.js';
import type { PostgresServer } from './processor-time.process.js';
import { answers, Projector, type RunningPrograms, started, withProcessorTime } from './programs.process.js';

/** Of requests at a steady rate, each sent at its time whatever became of those before it. */
export interface Steadily {
  readonly sent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Numbers of those that were answered as expected. */
  readonly answered: readonly number[];
  /** Every other answer, and those that never came. */
  readonly failed: readonly string[];
}

interface Requests {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly aSecond: number;
  readonly connections: number;
  readonly expected: number;
  /** Absent where it is only asked. */
  readonly bodyOf?: (no: number) => string;
  /** Called with each answer that was expected, when it is there. */
  readonly onAnswer?: (body: string) => void;
}

/** One request over whichever connection is free. */
const exchange = (
  agent: http.Agent,
  { url, headers }: Pick<Requests, 'url' | 'headers'>,
  body?: string,
): Promise<{ readonly status: number; readonly body: string }> =>
  new Promise((done, failed) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const method = body === undefined ? 'GET' : 'POST';
    const request = http.request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', failed);
      answer.once('end', () =>
        done({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      );
    });
    request.once('error', failed);
    request.end(body);
  });

/** Sends until the signal, then waits for what is under way. */
export const steadily = async (
  { url, headers, aSecond, connections, expected, bodyOf, onAnswer }: Requests,
  signal: AbortSignal,
): Promise<Steadily> => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const tookMs: number[] = [];
  const answered: number[] = [];
  const failed: string[] = [];
  const underWay = new Set<Promise<void>>();
  const one = async (no: number): Promise<void> => {
    const dueAt = performance.now();
    try {
      const { status, body } = await exchange(agent, { url, headers }, bodyOf?.(no));
      // A request that waits for a connection waits for the registry.
      tookMs.push(performance.now() - dueAt);
      if (status === expected) {
        answered.push(no);
        onAnswer?.(body);
      } else failed.push(`${status} ${body.slice(0, 200)}`);
    } catch (error) {
      failed.push(String(error));
    }
  };
  const beganAt = performance.now();
  let sent = 0;
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - beganAt) / 1_000) * aSecond);
    for (; sent < due; sent += 1) {
      const request = one(sent).finally(() => underWay.delete(request));
      underWay.add(request);
    }
    await new Promise((later) => setTimeout(later, 2));
  }
  await Promise.all(underWay);
  agent.destroy();
  return {
    sent,
    p50Ms: quantile(tookMs, 0.5),
    p99Ms: quantile(tookMs, 0.99),
    maxMs: tookMs.reduce((most, each) => Math.max(most, each), 0),
    answered,
    failed,
  };
};

/** A registry and its projector on one engine, with a database of their own. */
interface Engine {
  readonly nameOf: (connections: number) => string;
  readonly registry: string;
  readonly programs: RunningPrograms;
  readonly bank: BenchBank;
  /** Of its database. */
  readonly owner: pg.Client;
}

/** Beside those that run on the event store: the like on PostgreSQL, over another database of the same server. */
export const engineOnPostgres = async ({
  appUrl,
  ownerUrl,
  bare,
  durationMs,
}: BenchEnvironment): Promise<Engine> => {
  const own = {
    XUDAI_DATABASE_URL: withDatabase(appUrl, 'bench_on_postgres'),
    XUDAI_DATABASE_OWNER_URL: withDatabase(ownerUrl, 'bench_on_postgres'),
  };
  await migrate({ appUrl: own.XUDAI_DATABASE_URL, ownerUrl: own.XUDAI_DATABASE_OWNER_URL });
  const env = {
    ...own,
    XUDAI_EVENT_STORE_URL: undefined,
    XUDAI_STREAM_PREFIX: undefined,
    XUDAI_PORT: new URL(bare).port,
  };
  const programs = { registry: started('registry', env), projector: new Projector(env) };
  programs.projector.start();
  await answers(bare);
  return {
    nameOf: storeRowNames.onPostgres,
    registry: bare,
    programs,
    bank: await benchBank(bare, process.env['XUDAI_BOOTSTRAP_KEY'] ?? '', durationMs),
    owner: await connected(own.XUDAI_DATABASE_OWNER_URL),
  };
};

/** The whole way of reports over so many connections, until they are projected; before it both engines are level. */
export const posting = (
  { nameOf, registry: address, programs, bank, owner }: Engine,
  connections: number,
  postgres: PostgresServer,
  bothLevel: () => Promise<void>,
): Subject => {
  let recorded = 0;
  return {
    name: nameOf(connections),
    prepare: bothLevel,
    measure: async (round) => {
      const before = await headSeq(owner);
      return withProcessorTime(
        { server: programs.registry, projector: programs.projector, postgres },
        async () => {
          const measured = await bank.send(address, connections, `c${connections}-${round}`);
          recorded = before + measured.count;
          return measured;
        },
        () => untilShown(owner, recorded),
      );
    },
  };
};
