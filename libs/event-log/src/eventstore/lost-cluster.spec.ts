import { describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

describe.each(['log', 'bulk'] as const)('a cluster of which no node is found, through the %s', (way) => {
  it('is looked for until it is there again, and ends nobody', async () => {
    const node = await EventStoreDouble.started();
    const other = await EventStoreDouble.started(node.log);
    other.faults.gossiped = node.address;
    const nodes = [node, other].map(({ address: { host, port } }) => `${host}:${port}`).join(',');
    const opened = eventStoreForSpec({ url: `esdb://${nodes}?tls=false`, prefix: newPrefix() }, way);
    for (const double of [node, other]) double.faults.onAppend = () => ({ lateMs: Math.random() * 100 });
    let isOver = false;
    let acknowledged = 0;
    const client = async (): Promise<void> => {
      while (!isOver) {
        const answer = await opened.log.append(plantedAppend(newStream(), 'none'));
        expect(answer).toMatchObject({ outcome: 'appended' });
        acknowledged += 1;
      }
    };
    const working = Promise.all(Array.from({ length: 64 }, client));
    await new Promise((later) => setTimeout(later, 400));
    node.stop();
    other.stop();
    const before = acknowledged;
    // Longer than it takes to ask all nodes in vain, twice.
    await new Promise((later) => setTimeout(later, 2_500));
    await Promise.all([node.start(), other.start()]);
    while (acknowledged < before + 64) await new Promise((later) => setTimeout(later, 50));
    isOver = true;
    await working;
    await opened.close();
    node.stop();
    other.stop();
  });
});
