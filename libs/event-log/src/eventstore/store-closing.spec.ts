import { describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.engine.js';

describe('a log that was used and closed', () => {
  it('leaves nothing behind that would hold up the end of its process', async () => {
    const store = await EventStoreDouble.started();
    const held = (): readonly string[] =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'TCPSocketWrap');
    const before = held();
    const { log, close } = eventStoreForSpec({ url: store.url, prefix: newPrefix() });
    await log.append(plantedAppend(newStream(), 'none'));
    for await (const { fact } of log.readAll(null)) expect(fact.revision).toBe(0);
    await close();
    await new Promise((soon) => setTimeout(soon, 100));
    expect(held()).toEqual(before);
    store.stop();
  });
});
