import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../../test/event-store-double/event-store-double.server.js';
import {
  asStored,
  collected,
  factOfBytes,
  newStream,
  plantedAppend,
  plantedFacts,
} from '../../contract/planted-appends.js';
import type { OpenedLog } from '../../contract/opened-log.js';
import { OutcomeUnknown } from '../../event-log-errors.js';
import type { EventLog } from '../../event-log.js';
import { newPrefix } from '../../testing/event-store-for-spec.log.js';
import { connectEventStore, type EventStoreOptions } from '../connect-event-store.log.js';

type Connected = ReturnType<typeof connectEventStore>;

let store: EventStoreDouble;
let connected: Connected;
const closing: Pick<OpenedLog, 'close'>[] = [];
const setbacks: unknown[] = [];

const connect = (more: Partial<EventStoreOptions> = {}): Connected => {
  const onSetback = (error: unknown): void => void setbacks.push(error);
  const opened = connectEventStore({
    url: store.url,
    prefix: newPrefix(),
    attemptMs: 2_000,
    onSetback,
    ...more,
  });
  closing.push(opened);
  return opened;
};

beforeAll(async () => {
  store = await EventStoreDouble.started();
  connected = connect();
});
afterEach(() => {
  store.faults.clear();
  setbacks.length = 0;
});
afterAll(async () => {
  for (const each of closing) await each.close();
  store.stop();
});

const stored = (log: EventLog, stream: string) => collected(log.readStream({ stream }));
const many = (count: number) => Array.from({ length: count }, () => plantedAppend(newStream(), 'none'));
const appended = { outcome: 'appended', firstRevision: 0, lastRevision: 0 };

/** Appends go with others again: after a setback one is tried first. */
const untilWithOthers = async ({ bulk }: Connected): Promise<void> => {
  for (const before = store.batchCalls.appends; store.batchCalls.appends < before + 3;)
    await bulk.append(plantedAppend(newStream(), 'none'));
};

describe('appends that go together', () => {
  it('go on one call, each answered for itself, in whatever order', async () => {
    const [late, soon, wrong] = [newStream(), newStream(), newStream()];
    await untilWithOthers(connected);
    const before = store.batchCalls;
    store.faults.onAppend = (stream) => (stream.endsWith(late) ? { lateMs: 1_000 } : undefined);
    const answered: string[] = [];
    const tell = async (name: string, answer: Promise<unknown>): Promise<unknown> => {
      const outcome = await answer;
      answered.push(name);
      return outcome;
    };
    const answers = await Promise.all([
      tell('late', connected.bulk.append(plantedAppend(late, 'none'))),
      tell('wrong', connected.bulk.append(plantedAppend(wrong, 4))),
      tell('soon', connected.bulk.append(plantedAppend(soon, 'none', plantedFacts(3)))),
    ]);
    expect(answered).toEqual(['wrong', 'soon', 'late']);
    expect(answers).toMatchObject([
      appended,
      { outcome: 'conflict', actualRevision: 'none' },
      { lastRevision: 2 },
    ]);
    expect(store.batchCalls).toEqual({ ...before, appends: before.appends + 3 });
    expect(setbacks).toEqual([]);
  });

  it('keep the order of one stream, also with those that go alone', async () => {
    const stream = newStream();
    const appends = Array.from({ length: 40 }, (_, at) => plantedAppend(stream, at === 0 ? 'none' : at - 1));
    store.faults.onAppend = () => ({ lateMs: Math.random() * 5 });
    const answers = await Promise.all(
      appends.map((append, at) => (at % 3 === 0 ? connected.log : connected.bulk).append(append)),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(appends.map(() => 'appended'));
    expect(await stored(connected.log, stream)).toEqual(
      appends.flatMap((append, at) => asStored(append, at)),
    );
  });

  it('are not held up by a long one, which goes alone', async () => {
    const before = store.batchCalls.appends;
    const long = plantedAppend(newStream(), 'none', [factOfBytes(100_001)]);
    expect(await connected.bulk.append(long)).toMatchObject(appended);
    expect(store.batchCalls.appends).toBe(before);
  });
});

describe('appends that go together to a store that answers badly', () => {
  it.each(['lost-before', 'lost-after', 'unanswered', 'ends-call', { lateMs: 2_500 }] as const)(
    'are stored once when the answer to one is: %j',
    async (fault) => {
      await untilWithOthers(connected);
      const { begun } = store.batchCalls;
      const appends = many(200);
      const [unlucky] = appends.slice(100);
      store.faults.onAppend = (stream, attempt) => {
        if (attempt > 1) return undefined;
        return stream.endsWith(unlucky?.stream ?? '') ? fault : { lateMs: 50 };
      };
      const answers = await Promise.all(appends.map((append) => connected.bulk.append(append)));
      expect(answers).toEqual(appends.map(() => expect.objectContaining(appended)));
      for (const append of appends)
        expect(await stored(connected.log, append.stream)).toEqual(asStored(append, 0));
      expect(setbacks.length).toBeGreaterThan(0);
      // What was sent beside the unlucky one is its answer's, unless the whole call went.
      if (fault !== 'ends-call') expect(setbacks).toHaveLength(1);
      await untilWithOthers(connected);
      expect(store.batchCalls.begun).toBe(begun + 1);
      // The one before is left, of which the store hears by and by.
      while (store.batchCalls.open > 1) await new Promise((later) => setTimeout(later, 10));
      expect(store.batchCalls.open).toBe(1);
    },
  );

  it('do not mind an answer that comes twice', async () => {
    store.faults.onAppend = () => 'answered-twice';
    const answers = await Promise.all(many(50).map((append) => connected.bulk.append(append)));
    expect(answers).toHaveLength(50);
    expect(setbacks).toEqual([]);
  });

  it('are told by others when they cannot be known, and stored once when they are repeated', async () => {
    const impatient = connect({ attemptMs: 200, unknownAfterMs: 800 });
    const append = plantedAppend(newStream(), 'none');
    store.faults.onAppend = () => 'unanswered';
    await expect(impatient.bulk.append(append)).rejects.toThrow(OutcomeUnknown);
    store.faults.onAppend = () => undefined;
    expect(await impatient.bulk.append(append)).toMatchObject(appended);
    expect(await stored(impatient.log, append.stream)).toEqual(asStored(append, 0));
  });

  it('go to the leader, one by one where the node asked is none', async () => {
    const leader = await EventStoreDouble.started(store.log);
    const other = connect();
    store.faults.leaderElsewhere = leader.address;
    const answers = await Promise.all(many(20).map((append) => other.bulk.append(append)));
    expect(answers).toEqual(answers.map(() => expect.objectContaining(appended)));
    expect(leader.batchCalls.appends).toBe(0);
    leader.stop();
  });

  it('outlast a store that takes nothing more and is killed while they wait to be written', async () => {
    const patient = connect({ attemptMs: 5_000 });
    await untilWithOthers(patient);
    store.faults.isFrozen = true;
    const appends = Array.from({ length: 300 }, () =>
      plantedAppend(newStream(), 'none', [factOfBytes(90_000)]),
    );
    const answers = Promise.all(appends.map((append) => patient.bulk.append(append)));
    await new Promise((later) => setTimeout(later, 300));
    store.faults.isFrozen = false;
    await store.restart(100);
    expect((await answers).filter(({ outcome }) => outcome === 'appended')).toHaveLength(300);
  });
});
