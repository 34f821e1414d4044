import http from 'node:http';
import type { Measured } from './interleaved.js';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly durationMs: number;
  /** A body that was never sent before. */
  readonly nextBody: () => string;
  /** Any other status breaks the run: a benchmark of refusals is none. */
  readonly expected: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

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
export const putUnderLoad = async (load: Load): Promise<Measured> => {
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
  tookMs.sort((a, b) => a - b);
  return { perSecond: tookMs.length / seconds, p50Ms: at(tookMs, 0.5), p99Ms: at(tookMs, 0.99) };
};
