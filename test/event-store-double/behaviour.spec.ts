import { randomUUID } from 'node:crypto';
import {
  END,
  jsonEvent,
  MaxAppendSizeExceededError,
  START,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskedStore, askedStore } from './asked-store.js';

/*
 * What the registry relies on, or must not rely on, as a real server was seen to do it. In `npm test` the double does it;
 * `npm run test:event-store` asks the server that XUDAI_EVENT_STORE_URL names for the same.
 */

describe('the event store', () => {
  let store: AskedStore;
  let client: AskedStore['client'];
  let classic: AskedStore['classic'];

  beforeAll(async () => {
    store = await askedStore();
    ({ client, classic } = store);
  });
  afterAll(() => store.stop());

  const newStream = (): string => store.newStream();
  const revisions: AskedStore['revisions'] = (...asked) => store.revisions(...asked);
  const append = (
    stream: string,
    expected: bigint | 'no_stream',
    ...events: readonly ReturnType<typeof jsonEvent>[]
  ): ReturnType<AskedStore['append']> => store.append(stream, expected, events);
  const event = (no = 0, metadata: object = {}) =>
    jsonEvent({ id: randomUUID(), type: 'Noted', data: { no }, metadata });

  it('answers the same ids at the same revision as the first time, whatever they hold', async () => {
    const stream = newStream();
    const events = [event(1), event(2), event(3)];
    const first = await append(stream, 'no_stream', ...events);
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(first.position?.commit).toBe(first.position?.prepare);
    await append(stream, 2n, event(4));
    expect(await append(stream, 'no_stream', ...events)).toEqual(first);
    expect(await append(stream, 'no_stream', ...events.map((each) => ({ ...each, type: 'Other' })))).toEqual(
      first,
    );
    const [one] = events;
    if (one) expect(await append(stream, 'no_stream', one)).toMatchObject({ nextExpectedRevision: 0n });
    expect(await revisions(stream)).toEqual([0, 1, 2, 3]);
  });

  it('stores the same ids again at the next revision', async () => {
    const stream = newStream();
    const once = event();
    await append(stream, 'no_stream', once);
    await append(stream, 0n, once);
    expect(await revisions(stream)).toEqual([0, 1]);
  });

  it('refuses another revision, and ids of which only some are there', async () => {
    const stream = newStream();
    const events = [event(1), event(2)];
    await append(stream, 'no_stream', ...events);
    const actual = (actualVersion: bigint | 'no_stream') => ({ actualVersion });
    for (const expected of ['no_stream', 0n, 7n] as const)
      await expect(append(stream, expected, event())).rejects.toMatchObject(actual(1n));
    const [one, two] = events;
    if (!one || !two) return;
    for (const partly of [
      [one, event()],
      [one, two, event()],
      [event(), two],
    ])
      await expect(append(stream, 'no_stream', ...partly)).rejects.toThrow(WrongExpectedVersionError);
    await expect(append(newStream(), 3n, event())).rejects.toMatchObject(actual('no_stream'));
  });

  it('counts the data of events, not their metadata, towards the size of an append', async () => {
    const large = (bytes: number, metadata: object = {}) =>
      jsonEvent({ type: 'Noted', data: { text: 'x'.repeat(bytes - 11) }, metadata });
    const most = 1_048_576;
    await expect(append(newStream(), 'no_stream', large(most + 1))).rejects.toThrow(
      MaxAppendSizeExceededError,
    );
    await append(newStream(), 'no_stream', large(most - 1_000, { text: 'y'.repeat(300_000) }));
  });

  it('fails without saying why at an id that is none, and at a type that is empty', async () => {
    for (const wrong of [
      { ...event(), id: 'none' },
      { ...event(), type: '' },
    ])
      await expect(append(newStream(), 'no_stream', wrong)).rejects.toThrow(UnknownError);
  });

  it('reads backwards from beyond the end, forwards from there nothing, and knows streams that are not there', async () => {
    const stream = newStream();
    await append(stream, 'no_stream', event(), event(), event());
    expect(await revisions(stream, { direction: 'backwards', fromRevision: 20_000n, maxCount: 2 })).toEqual([
      2, 1,
    ]);
    expect(await revisions(stream, { fromRevision: 10n })).toEqual([]);
    await expect(revisions(newStream())).rejects.toThrow(StreamNotFoundError);
  });

  it('deletes for ever: nothing is appended, read, subscribed to or deleted again', async () => {
    const stream = newStream();
    await append(stream, 'no_stream', event());
    await client.tombstoneStream(stream, classic);
    await expect(append(stream, 0n, event())).rejects.toThrow(StreamDeletedError);
    await expect(revisions(stream)).rejects.toThrow(StreamDeletedError);
    await expect(client.tombstoneStream(stream, classic)).rejects.toThrow(StreamDeletedError);
    const subscribed = async (): Promise<void> => {
      for await (const _ of client.subscribeToStream(stream)) return;
    };
    await expect(subscribed()).rejects.toThrow(StreamDeletedError);
  });

  it('has in all its own events too, and says of a deleted stream that it is, at the last revision there can be', async () => {
    const stream = newStream();
    await append(stream, 'no_stream', event());
    await client.tombstoneStream(stream, classic);
    const tail: unknown[] = [];
    for await (const { event: read } of client.readAll({
      direction: 'backwards',
      fromPosition: END,
      maxCount: 20,
    }))
      if (read?.streamId === stream) tail.push([read.type, read.revision]);
    expect(tail).toEqual([
      ['$streamDeleted', 2n ** 63n - 1n],
      ['Noted', 0n],
    ]);
    const [first] = await (async () => {
      for await (const { event: read } of client.readAll({ fromPosition: START, maxCount: 1 }))
        return [read?.streamId ?? ''];
      return [''];
    })();
    expect(first).toMatch(/^\$/);
  });

  it('begins nowhere at a position that is no record of it', async () => {
    const stream = newStream();
    const { position } = await append(stream, 'no_stream', event());
    const commit = (position?.commit ?? 0n) - 1n;
    const from = { fromPosition: { commit, prepare: commit } };
    const subscribed = async (): Promise<void> => {
      for await (const _ of client.subscribeToAll(from)) return;
    };
    const read = async (): Promise<void> => {
      for await (const _ of client.readAll(from)) return;
    };
    await expect(subscribed()).rejects.toThrow(UnknownError);
    await expect(read()).rejects.toThrow(UnknownError);
  });

  it('gives what passes the filter after a position, says when it caught up, and goes on', async () => {
    const prefix = newStream();
    const { position } = await append(`${prefix}-one`, 'no_stream', event(0), event(1));
    await append(newStream(), 'no_stream', event(9));
    await append(`${prefix}-two`, 'no_stream', event(2));
    const subscription = client.subscribeToAll({
      ...(position ? { fromPosition: position } : {}),
      filter: streamNameFilter({ prefixes: [prefix] }),
    });
    const received: unknown[] = [];
    for (const name of ['confirmation', 'caughtUp'] as const)
      subscription.on(name, () => received.push(name));
    subscription.on('data', ({ event: read }) =>
      received.push((read?.data as { no: number } | undefined)?.no),
    );
    subscription.on('error', (error) => received.push(error));
    const until = async (count: number): Promise<void> => {
      while (received.length < count) await new Promise((later) => setTimeout(later, 10));
    };
    await until(3);
    await append(`${prefix}-two`, 0n, event(3));
    await until(4);
    expect(received.filter((each) => each !== 'caughtUp')).toEqual(['confirmation', 2, 3]);
    expect(received).toContain('caughtUp');
    await subscription.unsubscribe();
  });
});
