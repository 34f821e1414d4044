import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { LogUnavailable } from '../event-log-errors.js';
import { connectEventStore, type ConnectedEventStore } from './connect-event-store.log.js';

let store: EventStoreDouble;
let connected: ConnectedEventStore;

beforeEach(async () => {
  store = await EventStoreDouble.started();
  const prefix = 'frozen-';
  connected = connectEventStore({
    url: store.url,
    prefix,
    readPatienceMs: 6_000,
    onSetback: () => undefined,
  });
});
afterEach(async () => {
  await connected.close();
  store.stop();
});

describe('a store that takes calls and answers none', () => {
  it('is never read as one in which nothing stands, though its clients are left for new ones', async () => {
    const { log } = connected;
    const append = plantedAppend(newStream(), 'none');
    const { position } = (await log.append(append)) as { position: string };
    const [fact] = append.facts;
    store.faults.isFrozen = true;
    const from = performance.now();
    const answers: unknown[] = [];
    const asking = async (ask: () => Promise<unknown>): Promise<void> => {
      while (performance.now() - from < 9_000) answers.push(await ask().catch((error: unknown) => error));
    };
    await Promise.all([
      asking(() => log.readStreams([{ stream: append.stream, from: 0 }])),
      asking(() => log.holds({ stream: append.stream, revision: 0, eventId: fact?.eventId ?? '', position })),
      asking(() => log.newestPosition(700)),
      asking(() => log.lookBack(null, null)),
    ]);
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.filter((answer) => !(answer instanceof Error))).toEqual([]);
    expect(answers.filter((answer) => answer instanceof LogUnavailable).length).toBeGreaterThanOrEqual(2);
    store.faults.isFrozen = false;
    expect(await log.readStreams([{ stream: append.stream, from: 0 }])).toMatchObject([[{ revision: 0 }]]);
  });
});
