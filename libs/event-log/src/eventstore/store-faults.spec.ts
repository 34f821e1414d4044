import { asWritten } from '#testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import {
  asStored,
  collected,
  newStream,
  plantedAppend,
  plantedFact,
  plantedFacts,
} from '../contract/planted-appends.js';
import { LogUnavailable, NotStorable, OutcomeUnknown } from '../event-log-errors.js';
import type { OpenedLog } from '../contract/opened-log.js';
import type { EventStoreOptions } from './connect-event-store.log.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

let store: EventStoreDouble;
let opened: OpenedLog;
const closing: OpenedLog[] = [];
const setbacks: unknown[] = [];

const openedOn = (url: string, more: Partial<EventStoreOptions> = {}) => {
  const onSetback = (error: unknown): void => void setbacks.push(error);
  const log = eventStoreForSpec({ url, prefix: newPrefix(), silenceMs: 300, onSetback, ...more });
  closing.push(log);
  return log;
};

beforeAll(async () => {
  store = await EventStoreDouble.started();
  opened = openedOn(store.url, { attemptMs: 400 });
});
afterEach(() => {
  store.faults.clear();
  setbacks.length = 0;
});
afterAll(async () => {
  for (const log of closing) await log.close();
  store.stop();
});

const stored = (stream: string, { log } = opened) => collected(log.readStream({ stream }));

describe('an append to a store that answers badly', () => {
  it.each(['lost-before', 'lost-after', 'unanswered', { lateMs: 700 }] as const)(
    'is stored once when its answer is: %j',
    async (fault) => {
      store.faults.onAppend = (_, attempt) => (attempt <= 2 ? fault : undefined);
      const append = plantedAppend(newStream(), 'none', plantedFacts(3));
      expect(await opened.log.append(append)).toMatchObject({ outcome: 'appended', lastRevision: 2 });
      expect(await stored(append.stream)).toEqual(asStored(append, 0));
      expect(setbacks.length).toBeGreaterThanOrEqual(2);
    },
  );

  it('is told to be unknown after its time, and is stored once when it is repeated', async () => {
    const { log } = openedOn(store.url, { attemptMs: 200, unknownAfterMs: 800 });
    for (const fault of ['lost-before', 'lost-after', 'unanswered'] as const) {
      store.faults.onAppend = () => fault;
      const append = plantedAppend(newStream(), 'none');
      await expect(log.append(append)).rejects.toThrow(OutcomeUnknown);
      store.faults.onAppend = () => undefined;
      expect(await log.append(append)).toMatchObject({ outcome: 'appended', lastRevision: 0 });
      expect(await collected(log.readStream({ stream: append.stream }))).toEqual(asStored(append, 0));
    }
  });

  it('is a conflict when another one came in between, and is not stored', async () => {
    const theirs = ['1', '2'].map((digit) => ({
      id: `0190f1a0-0000-7000-8000-00000000000${digit}`,
      type: 'Theirs',
      contentType: 'application/json',
      data: Buffer.from('{}'),
      customMetadata: Buffer.from('{}'),
    }));
    let stream = '';
    store.faults.onAppend = (named, attempt) => {
      if (attempt > 1) return undefined;
      stream = named;
      store.log.append(named, -1n, theirs);
      return 'lost-before';
    };
    expect(await opened.log.append(plantedAppend(newStream(), 'none'))).toEqual({
      outcome: 'conflict',
      actualRevision: 1,
    });
    expect(store.log.read(stream)).toHaveLength(2);
  });

  it('leaves other appends alone', async () => {
    const slow = newStream();
    store.faults.onAppend = (stream, attempt) =>
      stream.endsWith(slow) && attempt <= 2 ? 'unanswered' : undefined;
    let isStored = false;
    const stuck = opened.log.append(plantedAppend(slow, 'none')).finally(() => (isStored = true));
    await Promise.all(
      Array.from({ length: 20 }, () => opened.log.append(plantedAppend(newStream(), 'none'))),
    );
    expect(isStored).toBe(false);
    expect(await stuck).toMatchObject({ outcome: 'appended' });
  });

  it('is not tried beside more than a hundred others, however many there are', async () => {
    const { log } = openedOn(store.url);
    let tried = 0;
    store.faults.onAppend = () => ((tried += 1) <= 150 ? { lateMs: 1_500 } : undefined);
    const appends = Array.from({ length: 300 }, () => log.append(plantedAppend(newStream(), 'none')));
    while (tried === 0) await new Promise((soon) => setTimeout(soon, 1));
    await new Promise((soon) => setTimeout(soon, 300));
    expect(tried).toBeLessThanOrEqual(100);
    await Promise.all(appends);
  });

  it('that never could be stored is refused at once', async () => {
    const wrong = [
      plantedFact({ effectiveDate: asWritten('2024-02-30') }),
      plantedFact({ eventId: 'secret-id' }),
      plantedFact({ type: '$streamDeleted' }),
      plantedFact({ institution: asWritten('x'.repeat(2_001)) }),
      { ...plantedFact(), metadata: { ...plantedFact().metadata, stampedAt: 'yesterday' } },
    ];
    for (const fact of wrong) {
      const append = plantedAppend(newStream(), 'none', [plantedFact(), fact]);
      await expect(opened.log.append(append)).rejects.toThrow(NotStorable);
      expect(await stored(append.stream)).toEqual([]);
    }
  });
});

describe('a store with other nodes', () => {
  it('is asked at its leader, whoever was asked first', async () => {
    const leader = await EventStoreDouble.started(store.log);
    store.faults.leaderElsewhere = leader.address;
    const append = plantedAppend(newStream(), 'none');
    expect(await opened.log.append(append)).toMatchObject({ outcome: 'appended' });
    store.faults.leaderElsewhere = undefined;
    leader.faults.leaderElsewhere = store.address;
    expect(await stored(append.stream)).toEqual(asStored(append, 0));
    leader.stop();
    expect(await opened.log.append(plantedAppend(append.stream, 0))).toMatchObject({ outcome: 'appended' });
  });

  it('is found through whichever of its nodes lives', async () => {
    const other = await EventStoreDouble.started(store.log);
    const dead = await EventStoreDouble.started();
    dead.stop();
    other.faults.gossiped = store.address;
    const nodes = [dead, other].map(({ address: { host, port } }) => `${host}:${port}`).join(',');
    const { log } = openedOn(`esdb://${nodes}?tls=false&nodePreference=leader`);
    expect(await log.append(plantedAppend(newStream(), 'none'))).toMatchObject({ outcome: 'appended' });
    other.stop();
  });
});

describe('a store that denies access', () => {
  it('is not asked again by who waits for an answer', async () => {
    store.faults.isDenying = true;
    const from = performance.now();
    await expect(opened.log.append(plantedAppend(newStream(), 'none'))).rejects.toThrow(LogUnavailable);
    await expect(stored(newStream())).rejects.toThrow(LogUnavailable);
    await expect(collected(opened.log.readAll(null))).rejects.toThrow(LogUnavailable);
    expect(performance.now() - from).toBeLessThan(2_000);
  });

  it('is followed as soon as it gives access', async () => {
    store.faults.isDenying = true;
    const stop = new AbortController();
    const following = opened.log.subscribe(null, stop.signal)[Symbol.asyncIterator]();
    const first = following.next();
    while (setbacks.length < 3) await new Promise((later) => setTimeout(later, 20));
    store.faults.isDenying = false;
    expect(await first).toMatchObject({ done: false });
    stop.abort();
    await following.return?.(undefined);
  });
});

describe('a store that stops', () => {
  it('is waited for by appends and reads', async () => {
    const append = plantedAppend(newStream(), 'none');
    store.stop();
    const answer = opened.log.append(append);
    const read = stored(append.stream);
    await new Promise((later) => setTimeout(later, 600));
    await store.start();
    expect(await answer).toMatchObject({ outcome: 'appended' });
    expect((await read).length).toBeLessThanOrEqual(1);
    expect(await stored(append.stream)).toEqual(asStored(append, 0));
  });

  it('in its tracks is not waited for without end', async () => {
    const { log } = openedOn(store.url, { attemptMs: 300, unknownAfterMs: 900, readPatienceMs: 800 });
    await log.append(plantedAppend(newStream(), 'none'));
    store.faults.isFrozen = true;
    await expect(log.append(plantedAppend(newStream(), 'none'))).rejects.toThrow(OutcomeUnknown);
    await expect(log.positionOf(newStream(), 0)).rejects.toThrow(LogUnavailable);
  });
});
