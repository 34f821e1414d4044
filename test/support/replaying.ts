import { setTimeout as later } from 'node:timers/promises';
import type { Replay } from '#contract';
import type { RunningRegistry } from './running-registry.js';

const longestMs = 60_000;

/** Asks for a replay as an auditor does, and waits until it has ended. */
export const replayed = async (
  registry: Pick<RunningRegistry, 'ask'>,
  auditor: string,
  body: { readonly programme: string; readonly effectiveAsOf?: string; readonly knownAt?: number | string },
): Promise<Replay> => {
  const asked = await registry.ask('post', '/v1/replays', { key: auditor, body });
  if (asked.status !== 202) throw new Error(`${asked.status} ${asked.text}`);
  const deadline = Date.now() + longestMs;
  for (;;) {
    const answer = await registry.ask('get', asked.headers['location'] ?? '', { key: auditor });
    if (answer.body.status !== 'RUNNING') return answer.body as Replay;
    if (Date.now() > deadline) throw new Error('The replay came to no end in time.');
    await later(100);
  }
};
