import { randomUUID } from 'node:crypto';
import {
  DeadlineExceededError,
  END,
  jsonEvent,
  MaxAppendSizeExceededError,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskedStore, askedStore } from './asked-store.js';

/* Where the double was once seen to differ from a real server, or might: asked of both, as in `behaviour.spec.ts`. */

describe('the event store, at the edges', () => {
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
  const append: AskedStore['append'] = (...asked) => store.append(...asked);
  type Event = ReturnType<typeof jsonEvent>;
  const event = (data: object = {}) => jsonEvent({ id: randomUUID(), type: 'Noted', data: { ...data } });
  const streamOf = async (...events: readonly Event[]): Promise<string> => {
    const stream = newStream();
    await append(stream, 'no_stream', events);
    return stream;
  };

  it('takes what was appended in two parts for the same as one append, and a later part for itself', async () => {
    const [one, two] = [event(), event()];
    const stream = await streamOf(one);
    const second = await append(stream, 0n, [two]);
    expect(await append(stream, 'no_stream', [one, two])).toEqual(second);
    expect(await append(stream, 0n, [two])).toEqual(second);
    await expect(append(stream, 'no_stream', [two])).rejects.toThrow(WrongExpectedVersionError);
    expect(await revisions(stream)).toEqual([0, 1]);
  });

  it('stores an id twice that comes twice, and knows it again, in capitals too', async () => {
    const twice = event();
    const stream = newStream();
    const first = await append(stream, 'no_stream', [twice, twice]);
    const inCapitals = { ...twice, id: twice.id.toUpperCase() };
    expect(await append(stream, 'no_stream', [inCapitals, twice])).toEqual(first);
    expect(await revisions(stream)).toEqual([0, 1]);
  });

  it('may have stored what came too late, and says so to who repeats it', async () => {
    const stream = newStream();
    const events = [event()];
    await expect(append(stream, 'no_stream', events, { deadline: 1 })).rejects.toThrow(DeadlineExceededError);
    expect(await append(stream, 'no_stream', events)).toMatchObject({ nextExpectedRevision: 0n });
    expect(await revisions(stream)).toEqual([0]);
  });

  it('says of the size before it says anything of the stream', async () => {
    const large = [event({ text: 'x'.repeat(1_048_576) })];
    await expect(append(newStream(), 7n, large)).rejects.toThrow(MaxAppendSizeExceededError);
    const gone = await streamOf(event());
    await client.tombstoneStream(gone, classic);
    await expect(append(gone, 0n, large)).rejects.toThrow(MaxAppendSizeExceededError);
  });

  it('takes no part of an append for one that a deleted stream has', async () => {
    const once = event();
    const stream = await streamOf(once);
    await client.tombstoneStream(stream, classic);
    await expect(append(stream, 'no_stream', [once])).rejects.toThrow(StreamDeletedError);
  });

  it('fails without saying why at a stream without a name', async () => {
    await expect(append('', 'no_stream', [event()])).rejects.toThrow(UnknownError);
  });

  it('goes on with a stream that was deleted softly, as with a new one or at its last revision', async () => {
    for (const expected of ['no_stream', 1n] as const) {
      const stream = await streamOf(event(), event());
      await client.deleteStream(stream, classic);
      await expect(revisions(stream)).rejects.toThrow(StreamNotFoundError);
      await expect(append(stream, 0n, [event()])).rejects.toMatchObject({ actualVersion: 1n });
      expect(await append(stream, expected, [event()])).toMatchObject({ nextExpectedRevision: 2n });
      expect(await revisions(stream)).toEqual([2]);
    }
  });

  it('deletes at the revision that is expected alone, and softly only what is there', async () => {
    const stream = await streamOf(event());
    const wrong = { ...classic, expectedRevision: 4n };
    await expect(client.deleteStream(stream, wrong)).rejects.toMatchObject({ actualVersion: 0n });
    await expect(client.tombstoneStream(stream, wrong)).rejects.toMatchObject({ actualVersion: 0n });
    await expect(client.deleteStream(newStream(), classic)).rejects.toMatchObject({ actualVersion: -1n });
    expect(await revisions(stream)).toEqual([0]);
  });

  it('reads from either end, but nothing after the last, and not no events', async () => {
    const stream = await streamOf(event(), event(), event());
    expect(await revisions(stream, { direction: 'backwards', fromRevision: START })).toEqual([0]);
    expect(await revisions(stream, { direction: 'backwards', fromRevision: 1n, maxCount: 1 })).toEqual([1]);
    await expect(revisions(stream, { fromRevision: END })).rejects.toThrow(UnknownError);
    await expect(revisions(stream, { maxCount: 0 })).rejects.toThrow(UnknownError);
  });

  it('has nothing in all beyond its end, and gives there what comes', async () => {
    const stream = newStream();
    const { position } = await append(stream, 'no_stream', [event()]);
    const commit = (position?.commit ?? 0n) + 10_000_000_000n;
    const beyond = { commit, prepare: commit };
    const read = async (options: object): Promise<number> => {
      let count = 0;
      for await (const _ of client.readAll({ fromPosition: beyond, maxCount: 5, ...options })) count += 1;
      return count;
    };
    expect(await read({})).toBe(0);
    await expect(read({ direction: 'backwards' })).rejects.toThrow(UnknownError);
    const subscription = client.subscribeToAll({
      fromPosition: beyond,
      filter: streamNameFilter({ prefixes: [stream] }),
    });
    const caughtUp = new Promise((received) => subscription.once('caughtUp', received));
    const arrived = new Promise((received) => subscription.once('data', received));
    await caughtUp;
    await append(stream, 0n, [event()]);
    expect(await arrived).toMatchObject({ event: { streamId: stream, revision: 1n } });
    await subscription.unsubscribe();
  });
});
