import { setTimeout as later } from 'node:timers/promises';
import type { RunningRegistry } from './running-registry.js';

export interface ReplayTold {
  readonly id: string;
  readonly status: 'RUNNING' | 'COMPLETED' | 'FAILED';
  readonly seq: number | null;
  readonly factsRead: number;
  readonly factsTotal: number;
  readonly totals: readonly {
    readonly target: string;
    readonly replayed: string | null;
    readonly projected: string | null;
  }[];
  readonly differences: readonly {
    readonly target: string;
    readonly member: string;
    readonly replayed: unknown;
    readonly projected: unknown;
  }[];
  readonly verdict: 'equal' | 'different' | null;
  readonly reason: string | null;
}

const longestMs = 60_000;

/** Asks for a replay as an auditor does, and waits until it has ended. */
export const replayed = async (
  registry: Pick<RunningRegistry, 'ask'>,
  auditor: string,
  body: { readonly programme: string; readonly effectiveAsOf?: string },
): Promise<ReplayTold> => {
  const asked = await registry.ask('post', '/v1/replays', { key: auditor, body });
  if (asked.status !== 202) throw new Error(`${asked.status} ${asked.text}`);
  const deadline = Date.now() + longestMs;
  for (;;) {
    const answer = await registry.ask('get', asked.headers['location'] ?? '', { key: auditor });
    if (answer.body.status !== 'RUNNING') return answer.body as ReplayTold;
    if (Date.now() > deadline) throw new Error('The replay came to no end in time.');
    await later(100);
  }
};
