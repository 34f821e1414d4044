import { describe, expect, it } from '@jest/globals';
import { sizeOf } from '#testing';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import type { AppendFault } from '../../../../test/event-store-double/faults.js';
import { collected, newStream, plantedAppend, plantedFacts } from '../contract/planted-appends.js';
import type { Append } from '../event-log.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

const clients = 32;
const { drops } = sizeOf('droppedStore');

/** Now and then an answer is lost on either side of the commit, never given, or takes all others of its call along. */
const faultNowAndThen = (): AppendFault | undefined => {
  const chance = Math.random();
  if (chance < 0.02) return 'lost-before';
  if (chance < 0.04) return 'lost-after';
  if (chance < 0.05) return 'ends-call';
  if (chance < 0.052) return 'unanswered';
  return chance < 0.4 ? { lateMs: Math.random() * 20 } : undefined;
};

/** Appends go together again, after a rest, over a call that was not dropped yet. */
const untilTogether = async (store: EventStoreDouble): Promise<void> => {
  const { appends } = store.batchCalls;
  while (store.batchCalls.open === 0 || store.batchCalls.appends < appends + clients)
    await new Promise((later) => setTimeout(later, 10));
};

describe.each(['log', 'bulk'] as const)(
  'a store that is dropped and restarted under load, through the %s',
  (way) => {
    it('holds what was acknowledged exactly once', async () => {
      const store = await EventStoreDouble.started();
      const opened = eventStoreForSpec({ url: store.url, prefix: newPrefix(), attemptMs: 1_000 }, way);
      store.faults.onAppend = faultNowAndThen;
      const acknowledged: Append[] = [];
      let isOver = false;
      const client = async (): Promise<void> => {
        while (!isOver) {
          const append = plantedAppend(newStream(), 'none', plantedFacts(2));
          const answer = await opened.log.append(append);
          expect(answer).toMatchObject({ outcome: 'appended', lastRevision: 1 });
          acknowledged.push(append);
        }
      };
      const working = Promise.all(Array.from({ length: clients }, client));
      for (let drop = 0; drop < drops; drop += 1) {
        await new Promise((later) => setTimeout(later, 100 + Math.random() * 200));
        if (way === 'bulk') await untilTogether(store);
        store.dropBatches();
        await new Promise((later) => setTimeout(later, 100 + Math.random() * 200));
        await store.restart(Math.random() * 150);
      }
      isOver = true;
      await working;

      expect(acknowledged.length).toBeGreaterThan(clients);
      const { begun, appends } = store.batchCalls;
      if (way === 'bulk') {
        expect(begun).toBeGreaterThan(drops);
        expect(appends).toBeGreaterThan(clients * 10);
      } else expect(begun).toBe(0);
      const all = await collected(opened.log.readAll(null));
      const ids = all.map(({ fact }) => fact.eventId);
      expect(new Set(ids).size).toBe(ids.length);
      const wanted = acknowledged.flatMap(({ facts }) => facts.map(({ eventId }) => eventId));
      expect(new Set(ids)).toEqual(new Set(wanted));
      await opened.close();
      store.stop();
    });
  },
);
