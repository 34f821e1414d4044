import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { LogUnavailable } from '../event-log-errors.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

let store: EventStoreDouble;
beforeAll(async () => {
  store = await EventStoreDouble.started();
});
afterAll(() => store.stop());

const held = (kind: string): number =>
  process.getActiveResourcesInfo().filter((name) => name === kind).length;

/** Sockets of suites that ran in this process before are closed by and by, and would be missed later. */
const untilOthersAreClosed = async (): Promise<void> => {
  for (let [before, same] = [held('TCPSocketWrap'), 0]; same < 10;) {
    await new Promise((soon) => setTimeout(soon, 50));
    const now = held('TCPSocketWrap');
    same = now === before ? same + 1 : 0;
    before = now;
  }
};

describe('a log that was used and closed', () => {
  it('leaves nothing behind that would hold up the end of its process', async () => {
    await untilOthersAreClosed();
    const timers = held('Timeout');
    const sockets = held('TCPSocketWrap');
    const { log, close } = eventStoreForSpec({ url: store.url, prefix: newPrefix() });
    await log.append(plantedAppend(newStream(), 'none'));
    for await (const { fact } of log.readAll(null)) expect(fact.revision).toBe(0);
    expect(held('TCPSocketWrap')).toBeGreaterThan(sockets);
    await close();
    expect(held('Timeout')).toBeLessThanOrEqual(timers);
    while (held('TCPSocketWrap') > sockets) await new Promise((soon) => setTimeout(soon, 10));
  });

  it('does not go on trying what was under way', async () => {
    const { log, close } = eventStoreForSpec({ url: store.url, prefix: newPrefix() });
    store.stop();
    const read = log.positionOf(newStream(), 0);
    await new Promise((soon) => setTimeout(soon, 300));
    const from = performance.now();
    await Promise.all([expect(read).rejects.toThrow(LogUnavailable), close()]);
    expect(performance.now() - from).toBeLessThan(3_000);
    await store.start();
  });
});
