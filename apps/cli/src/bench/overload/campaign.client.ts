import http from 'node:http';
import { Asking } from '../asking.client.js';
import { reportNo } from '../report-stream.js';
import { quantile } from '../interleaved.js';
import { exchange, send, type Sender, type Sent } from './sender.client.js';

/*
 * More than the registry can take, from several banks at once: one floods it with reports and with batches, another sends a little
 * beside it, and a health check asks all the time. Afterwards everything that was acknowledged is sent again.
 */

export interface Campaign {
  readonly base: string;
  readonly administratorsKey: string;
  /** Address of the metrics of the registry. */
  readonly metrics?: string;
  readonly durationMs: number;
  readonly floodingSingles: number;
  readonly floodingBatches: number;
  readonly reportsInBatch: number;
  readonly otherSingles: number;
  /** Sends as these senders, beside this process or in it, and says when it begins. */
  readonly flood: (senders: readonly Sender[], begins: () => void) => Promise<readonly Sent[]>;
}

export interface Overload {
  readonly unloaded: { readonly singleMs: number; readonly batchMs: number };
  readonly singles: Sent;
  readonly batches: Sent;
  readonly others: Sent;
  readonly quiet: Sent;
  readonly health: { readonly asked: number; readonly failed: number; readonly maxMs: number };
  readonly peakBytes: number;
  readonly loopMaxMs: number;
  /** Acknowledged, and how many of these were not found recorded once afterwards. */
  readonly acknowledged: number;
  readonly lost: number;
}

const flooding = 'C1010211000012';
const otherBank = 'C1010311000013';
const quietly = 'C1010411000014';

/** Asks until it is told to stop; each time over a connection of its own, as a health check does. */
const watchHealth = async (base: string, signal: AbortSignal): Promise<Overload['health']> => {
  let [asked, failed, maxMs] = [0, 0, 0];
  while (!signal.aborted) {
    const agent = new http.Agent({ keepAlive: false });
    const answer = await exchange(agent, `${base}/healthz`, {}).catch(() => undefined);
    asked += 1;
    if (answer?.status !== 200) failed += 1;
    maxMs = Math.max(maxMs, answer?.tookMs ?? Infinity);
    await new Promise((later) => setTimeout(later, 50));
  }
  return { asked, failed, maxMs };
};

/** Each of a process's own figures at its highest. */
const watchProcess = async (
  metrics: string | undefined,
  signal: AbortSignal,
): Promise<Pick<Overload, 'peakBytes' | 'loopMaxMs'>> => {
  let [peakBytes, loopMaxMs] = [0, 0];
  while (metrics !== undefined && !signal.aborted) {
    const answer = await exchange(http.globalAgent, metrics, {}).catch(() => undefined);
    const valueOf = (name: string): number =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(answer?.body ?? '')?.[1] ?? 0);
    peakBytes = Math.max(peakBytes, valueOf('process_resident_memory_bytes'));
    loopMaxMs = Math.max(loopMaxMs, valueOf('nodejs_eventloop_lag_max_seconds') * 1_000);
    await new Promise((later) => setTimeout(later, 500));
  }
  return { peakBytes, loopMaxMs };
};

/** How many that were acknowledged are not found recorded when they are sent again. */
export const acknowledgedInVain = async (
  sender: Pick<Sender, 'base' | 'key' | 'institution' | 'run'>,
  acknowledged: readonly number[],
): Promise<number> => {
  const headers = {
    authorization: `Bearer ${sender.key}`,
    'content-type': 'application/cloudevents-batch+json',
  };
  let lost = 0;
  for (let from = 0; from < acknowledged.length; from += 500) {
    const numbers = acknowledged.slice(from, from + 500);
    const body = `[${numbers.map((no) => reportNo(sender.institution, sender.run, no)).join()}]`;
    const answer = await exchange(http.globalAgent, `${sender.base}/v1/events`, headers, body);
    const { results = [] } = JSON.parse(answer.body) as {
      readonly results?: readonly { readonly repeated?: boolean }[];
    };
    lost += numbers.length - results.filter(({ repeated }) => repeated === true).length;
  }
  return lost;
};

export const overload = async (campaign: Campaign): Promise<Overload> => {
  const { base, durationMs, reportsInBatch, flood } = campaign;
  const administrator = new Asking(base, campaign.administratorsKey);
  const [floodKey, otherKey, quietKey] = [
    await administrator.bank(flooding),
    await administrator.bank(otherBank),
    await administrator.bank(quietly),
  ];
  const alone = { base, durationMs, connections: 1, perRequest: 1, pauseMs: 50 };
  const quiet = { ...alone, key: quietKey, institution: quietly };
  const floods = { ...alone, key: floodKey, institution: flooding };
  await send({ ...quiet, run: 'warm', connections: 16, durationMs: durationMs / 3 });
  const single = await send({ ...quiet, run: 'alone' });
  const batch = await send({ ...floods, run: 'alone', perRequest: reportsInBatch });

  const senders = [
    { ...floods, run: 'single', connections: campaign.floodingSingles },
    { ...floods, run: 'batch', connections: campaign.floodingBatches, perRequest: reportsInBatch },
    { ...floods, key: otherKey, institution: otherBank, run: 'other', connections: campaign.otherSingles },
  ];
  const duringFlood = { ...quiet, run: 'beside' };
  let begins: () => void = () => undefined;
  const begun = new Promise<void>((begin) => (begins = begin));
  const flooded = flood(senders, begins);
  await begun;
  const stop = new AbortController();
  const watching = Promise.all([watchHealth(base, stop.signal), watchProcess(campaign.metrics, stop.signal)]);
  const [floodSent, quietSent] = await Promise.all([flooded, send(duringFlood)]);
  stop.abort();
  const [health, process] = await watching;
  const all = [...floodSent, quietSent];
  let lost = 0;
  for (const [index, sender] of [...senders, duringFlood].entries())
    lost += await acknowledgedInVain(sender, (all[index] as Sent).acknowledged);
  const [singles, batches, others] = floodSent as [Sent, Sent, Sent];
  return {
    unloaded: { singleMs: quantile(single.tookMs, 0.99), batchMs: quantile(batch.tookMs, 0.99) },
    singles,
    batches,
    others,
    quiet: quietSent,
    health,
    ...process,
    acknowledged: all.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    lost,
  };
};
