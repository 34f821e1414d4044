import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Position } from '#facts';
import { BackOff, pause } from '#wake-up';
import { LogUnavailable, NoFact } from '../event-log-errors.js';
import { type CaughtUp, type PositionedFact, isLater } from '../event-log.js';
import { factOf } from './fact-events.js';
import { faultOf, type StoreClient } from './store.client.js';
import type { StoreSubscription } from './subscription.client.js';

export interface FollowingOptions {
  readonly prefix: string;
  /** After so long without a word the store is asked whether there is something that the subscription did not say. */
  readonly silenceMs: number;
  /** Called with what went wrong before it is tried again. */
  readonly onSetback: (error: unknown) => void;
}

/** Facts lie in the store that the subscription did not give, and it did not say that it stopped. */
class SubscriptionSilent extends Error {
  constructor(position: Position) {
    super(`A subscription of the event store stopped without a word before position ${position}.`);
    this.name = 'SubscriptionSilent';
  }
}

/** Where others fill the end of the store nothing can be said of a silence; then the subscription is made anew after so many. */
const longestDoubt = 30;

/**
 * Everything after a position, then what comes, until the signal. Subscriptions fail, end without a word, fall silent, and are
 * dropped while their reader is in good health; each time a new one begins after the last fact that was handed on, and what it
 * repeats is passed over.
 *
 * @throws LogUnavailable when nothing came for so long, if it is said how long; at once when access is denied
 */
export async function* followed(
  store: StoreClient,
  after: Position | null,
  signal: AbortSignal,
  { prefix, silenceMs, onSetback }: FollowingOptions,
  patienceMs = Infinity,
): AsyncGenerator<PositionedFact | CaughtUp> {
  let last = after;
  let isAnnounced = false;
  const backOff = new BackOff();
  let giveUpAt = performance.now() + patienceMs;
  while (!signal.aborted) {
    const subscription = store.subscribe(last, prefix);
    try {
      for await (const next of messagesOf(store, subscription, () => last, prefix, silenceMs, signal)) {
        backOff.reset();
        giveUpAt = performance.now() + patienceMs;
        if (next === 'caught-up') {
          if (!isAnnounced) yield { caughtUp: true };
          isAnnounced = true;
        } else if (last === null || isLater(next.position, last)) {
          last = next.position;
          isAnnounced = false;
          yield { position: next.position, fact: factOf(next, prefix) };
        }
        if (signal.aborted) return;
      }
    } catch (error) {
      if (error instanceof NoFact) throw error;
      // Who waits without end may be given the right meanwhile.
      const isDenied = faultOf(error) === 'denied' && patienceMs < Infinity;
      if (isDenied || performance.now() > giveUpAt) throw new LogUnavailable({ cause: error });
      onSetback(error);
    } finally {
      subscription.close();
    }
    await pause(backOff.nextMs(), signal);
  }
}

/** What one subscription says; throws when it ended, quietly or not, and when it should have said something. */
async function* messagesOf(
  store: StoreClient,
  subscription: StoreSubscription,
  last: () => Position | null,
  prefix: string,
  silenceMs: number,
  signal: AbortSignal,
): AsyncGenerator<Exclude<Awaited<ReturnType<StoreSubscription['next']>>, 'silence' | 'ended'>> {
  let owed: Position | null = null;
  let doubts = 0;
  for (let count = 1; !signal.aborted; count += 1) {
    const next = await subscription.next(silenceMs, signal);
    if (signal.aborted) return;
    if (next === 'ended') throw new Error('The event store ended a subscription.');
    if (next === 'silence') {
      const before = last();
      if (owed !== null && (before === null || isLater(owed, before))) throw new SubscriptionSilent(owed);
      owed = await store.newestPosition(prefix, silenceMs * 2);
      doubts = owed === null && before !== null ? doubts + 1 : 0;
      if (doubts >= longestDoubt) throw new Error('A subscription of the event store was silent for long.');
      continue;
    }
    yield next;
    // Many events arrive at once; other work of this process, sockets above all, runs in between.
    if (count % 200 === 0) await yieldToEventLoop();
  }
}
