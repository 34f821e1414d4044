import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../../../test/event-store-double/event-store-double.server.js';
import { BatchCall } from './batch-call.client.js';

// As `behaviour.spec.ts` of the double does: what a call of batch append gives, from the double and from whichever store is named.

const given = process.env.XUDAI_EVENT_STORE_URL;
const withinMs = 5_000;

let double: EventStoreDouble | undefined;
let call: BatchCall;

beforeAll(async () => {
  if (!given) double = await EventStoreDouble.started();
});
beforeEach(() => {
  call = new BatchCall(given ?? double?.url ?? '');
});
afterEach(() => call.leave());
afterAll(() => double?.stop());

const newStream = (): string => `batch-${randomUUID()}`;
const event = (bytes = 10) => ({
  id: randomUUID(),
  type: 'Noted',
  data: { text: 'x'.repeat(bytes) },
  metadata: { text: '上海' },
});
const append = (stream: string, expected: number, ...events: readonly ReturnType<typeof event>[]) =>
  call.append(stream, expected, events, withinMs);

describe('a call of batch append', () => {
  it('answers many, each for itself', async () => {
    const taken = Array.from({ length: 300 }, () => append(newStream(), -1, event(), event()));
    const refused = Array.from({ length: 300 }, () => append(newStream(), 7, event()));
    expect(call.underWay).toBe(600);
    for (const answer of await Promise.all(taken))
      expect(answer).toEqual({
        outcome: 'appended',
        lastRevision: 1,
        position: expect.stringMatching(/^\d+$/),
      });
    for (const answer of await Promise.all(refused))
      expect(answer).toEqual({ outcome: 'conflict', head: -1 });
    expect(call.underWay).toBe(0);
  });

  it('answers an append repeated as the first time, and another at its revision with where the stream stands', async () => {
    const [stream, events] = [newStream(), [event(), event(), event()]];
    const first = await append(stream, -1, ...events);
    expect(await append(stream, -1, ...events)).toEqual(first);
    expect(await append(stream, -1, event())).toEqual({ outcome: 'conflict', head: 2 });
    expect(await append(stream, 1, event())).toEqual({ outcome: 'conflict', head: 2 });
    expect(await append(stream, 2, event())).toMatchObject({ outcome: 'appended', lastRevision: 3 });
  });

  it('does not take what is too large, or no event at all, and takes what is beside it', async () => {
    const beside = (): Promise<unknown> => append(newStream(), -1, event());
    const answers = await Promise.allSettled([
      beside(),
      append(newStream(), -1, event(1_048_577)),
      append(newStream(), -1, { ...event(), type: '' }),
      beside(),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    const reasons = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [String(answer.reason)] : [],
    );
    expect(reasons).toEqual([
      expect.stringContaining('MaximumAppendSizeExceeded'),
      expect.stringContaining('BadRequest'),
    ]);
    // The store answers an append that is no event a second time, once its own deadline has passed.
    await new Promise((later) => setTimeout(later, 2_500));
    expect(await beside()).toMatchObject({ outcome: 'appended' });
    expect(call.isOver).toBe(false);
  });

  it('does not wait longer than it was told', async () => {
    const slow = call.append(newStream(), -1, [event()], 0);
    await expect(slow).rejects.toThrow('in time');
    expect(await append(newStream(), -1, event())).toMatchObject({ outcome: 'appended' });
  });

  it('is told at once on a call that was left, or that cannot be made', async () => {
    const under = append(newStream(), -1, event());
    call.leave();
    expect(await under).toMatchObject({ outcome: 'appended' });
    await expect(append(newStream(), -1, event())).rejects.toThrow('was left');
    const nowhere = new BatchCall('esdb://127.0.0.1:1,127.0.0.1:2?tls=false&maxDiscoverAttempts=1');
    await expect(nowhere.append(newStream(), -1, [event()], withinMs)).rejects.toThrow('discover');
    expect(nowhere.isOver).toBe(true);
    nowhere.leave();
  });
});
