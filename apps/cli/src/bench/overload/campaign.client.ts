import { setTimeout as pause } from 'node:timers/promises';
import { Asking } from '../bench-bank.client.js';
import { bytesOf, Connection, type Exchange, type Request } from './connection.client.js';
import { reporting, send, type Sender, type Sent } from './sender.client.js';

/*
 * More than the registry can take, from several banks at once: one floods it with reports and with batches and comes
 * straight back, another sends over some connections and comes again when `Retry-After` says, a third sends one report at a time, and a health
 * check asks all the time. Afterwards everything that was acknowledged is sent again.
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
  /** Milliseconds of a request, one at a time and alone. */
  readonly unloaded: { readonly single: readonly number[]; readonly batch: readonly number[] };
  readonly singles: Sent;
  readonly batches: Sent;
  readonly others: Sent;
  readonly quiet: Sent;
  readonly health: { readonly tookMs: readonly number[]; readonly failed: number };
  readonly peakBytes: number;
  readonly loopMaxMs: number;
  /** Acknowledged, and how many of these were not found recorded once afterwards. */
  readonly acknowledged: number;
  readonly lost: number;
}

const flooding = 'C1010211000012';
const otherBank = 'C1010311000013';
const quietly = 'C1010411000014';

/** Over a connection of its own; undefined when there is no answer. */
const asked = async (request: Request): Promise<Exchange | undefined> => {
  const connection = new Connection(request.url);
  const answer = await connection.exchange(bytesOf(request)).catch(() => undefined);
  connection.close();
  return answer;
};

/** Asks until it is stopped, each time over a new connection, as a health check does. The time to connect counts. */
const watchHealth = async (base: string, signal: AbortSignal): Promise<Overload['health']> => {
  const tookMs: number[] = [];
  let failed = 0;
  while (!signal.aborted) {
    const askedAt = performance.now();
    const answer = await asked({ method: 'GET', url: `${base}/healthz` });
    tookMs.push(performance.now() - askedAt);
    if (answer?.status !== 200) failed += 1;
    await pause(50);
  }
  return { tookMs, failed };
};

/** Each of a process's own figures at its highest. */
const watchProcess = async (
  metrics: string | undefined,
  signal: AbortSignal,
): Promise<Pick<Overload, 'peakBytes' | 'loopMaxMs'>> => {
  let [peakBytes, loopMaxMs] = [0, 0];
  while (metrics !== undefined && !signal.aborted) {
    const answer = await fetch(metrics).then(
      (given) => given.text(),
      () => '',
    );
    const valueOf = (name: string): number =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(answer)?.[1] ?? 0);
    peakBytes = Math.max(peakBytes, valueOf('process_resident_memory_bytes'));
    loopMaxMs = Math.max(loopMaxMs, valueOf('nodejs_eventloop_lag_max_seconds') * 1_000);
    await pause(500);
  }
  return { peakBytes, loopMaxMs };
};

/** How many that were acknowledged are not found recorded when they are sent again. */
export const acknowledgedInVain = async (
  sender: Pick<Sender, 'base' | 'key' | 'institution' | 'run'>,
  acknowledged: readonly number[],
): Promise<number> => {
  const connection = new Connection(sender.base);
  let lost = 0;
  for (let from = 0; from < acknowledged.length; from += 500) {
    const numbers = acknowledged.slice(from, from + 500);
    const answer = await connection.exchange(reporting(sender, numbers, 'batch'));
    const { results = [] } = JSON.parse(answer.body) as {
      readonly results?: readonly { readonly repeated?: boolean }[];
    };
    lost += numbers.length - results.filter(({ repeated }) => repeated === true).length;
  }
  connection.close();
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
  const alone = { base, durationMs, connections: 1, perRequest: 1, comesAgain: { afterMs: 50 } };
  const quiet = { ...alone, key: quietKey, institution: quietly };
  const floods = { ...alone, key: floodKey, institution: flooding };
  await send({ ...quiet, run: 'warm', connections: 16, durationMs: durationMs / 3 });
  const single = await send({ ...quiet, run: 'alone' });
  const batch = await send({ ...floods, run: 'alone', perRequest: reportsInBatch });

  const flooders = [
    { ...floods, run: 'single', connections: campaign.floodingSingles },
    { ...floods, run: 'batch', connections: campaign.floodingBatches, perRequest: reportsInBatch },
  ];
  const beside = [
    {
      ...alone,
      key: otherKey,
      institution: otherBank,
      run: 'other',
      connections: campaign.otherSingles,
      comesAgain: 'when asked to' as const,
    },
    { ...quiet, run: 'beside' },
  ];
  let begins: () => void = () => undefined;
  const begun = new Promise<void>((begin) => (begins = begin));
  const flooded = flood(flooders, begins);
  await begun;
  const stop = new AbortController();
  const watching = Promise.all([watchHealth(base, stop.signal), watchProcess(campaign.metrics, stop.signal)]);
  const [floodSent, ...besideSent] = await Promise.all([flooded, ...beside.map(send)]);
  stop.abort();
  const [health, process] = await watching;
  const all = [...floodSent, ...besideSent];
  let lost = 0;
  for (const [index, sender] of [...flooders, ...beside].entries())
    lost += await acknowledgedInVain(sender, (all[index] as Sent).acknowledged);
  const [singles, batches, others, quietSent] = all as [Sent, Sent, Sent, Sent];
  return {
    unloaded: { single: single.tookMs, batch: batch.tookMs },
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
