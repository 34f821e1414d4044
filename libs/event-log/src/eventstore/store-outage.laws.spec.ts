import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import grpc, { type Channel } from '@grpc/grpc-js';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { collected, newStream, plantedAppend } from '../contract/planted-appends.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

/** As another client of this process has it, whose pause before the next try has grown: after so many it is seconds. */
const pausing = async ({ host, port }: EventStoreDouble['address'], tries: number): Promise<Channel> => {
  const channel = new grpc.Channel(`${host}:${port}`, grpc.credentials.createInsecure(), {
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.max_receive_message_length': 17 * 1024 * 1024,
  });
  let tried = 0;
  const refusing = createServer((socket) => {
    tried += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => refusing.listen(port, host, listening));
  while (tried < tries) {
    channel.getConnectivityState(true);
    await new Promise((soon) => setTimeout(soon, 20));
  }
  await new Promise((closed) => refusing.close(closed));
  return channel;
};

describe('a store that comes back after a while', () => {
  it('is found at once, whoever else in this process still waits before another try', async () => {
    const store = await EventStoreDouble.started();
    const { log, close } = eventStoreForSpec({ url: store.url, prefix: newPrefix() });
    await log.append(plantedAppend(newStream(), 'none'));
    store.stop();
    const other = await pausing(store.address, 4);
    const waiting = [
      log.append(plantedAppend(newStream(), 'none')),
      log.positionOf(newStream(), 0),
      collected(log.readAll(null)),
    ];
    await new Promise((later) => setTimeout(later, 300));
    await store.start();
    const from = performance.now();
    await Promise.all(waiting);
    expect(performance.now() - from).toBeLessThan(2_500);
    other.close();
    await close();
    store.stop();
  });
});
