import { afterEach, describe, expect, it } from '@jest/globals';
import { AppendQueue } from './append-queue.js';
import { WaitingAppend } from './waiting-append.js';

const all: WaitingAppend[] = [];
afterEach(() => {
  // Their deadlines would keep the process.
  for (const each of all.splice(0)) each.fail(new Error('over'));
});

const waiting = (stream: string, bytes = 1_000): WaitingAppend => {
  const append = new WaitingAppend(
    { stream, expectedRevision: 'none', facts: [], data: [], metadata: [], bytes },
    60_000,
    () => undefined,
    () => undefined,
  );
  all.push(append);
  return append;
};
const streams = (group: readonly WaitingAppend[]): string =>
  group.map(({ append }) => append.stream).join('');

const queued = (names: string): AppendQueue => {
  const queue = new AppendQueue();
  for (const name of names) queue.add(waiting(name));
  return queue;
};

/** Until the queue is full; how many that were. */
const fill = (queue: AppendQueue, next: (place: number) => WaitingAppend): number => {
  let count = 0;
  for (; !queue.isFull && count < 30_000; count += 1) queue.add(next(count));
  return count;
};

describe('the queue of appends', () => {
  it('gives one of each stream, in the order they came', () => {
    const queue = queued('abcab');
    expect(streams(queue.take())).toBe('abc');
    expect(streams(queue.take())).toBe('ab');
    expect(queue.take()).toEqual([]);
  });

  it('gives those of one stream in their order', () => {
    const queue = new AppendQueue();
    const line = Array.from({ length: 5 }, () => waiting('a'));
    for (const each of line) queue.add(each);
    expect(line.map(() => queue.take()[0])).toEqual(line);
  });

  it('lets streams that come take their turn', () => {
    const queue = queued('aaab');
    expect(streams(queue.take())).toBe('ab');
    queue.add(waiting('c'));
    expect(streams(queue.take())).toBe('ac');
  });

  it('gives 500 at most, and hardly more than two million bytes', () => {
    const queue = new AppendQueue();
    for (let place = 0; place < 700; place += 1) queue.add(waiting(`s${place}`));
    expect(queue.take()).toHaveLength(500);
    expect(queue.take()).toHaveLength(200);
    for (let place = 0; place < 5; place += 1) queue.add(waiting(`s${place}`, 800_000));
    expect([queue.take().length, queue.take().length]).toEqual([3, 2]);
    for (let place = 0; place < 3; place += 1) queue.add(waiting(`s${place}`, 1_000_000));
    expect([queue.take().length, queue.take().length]).toEqual([2, 1]);
  });

  it('passes over those whose callers were told', () => {
    const queue = new AppendQueue();
    const [first, second] = [waiting('a'), waiting('a')];
    queue.add(first);
    queue.add(second);
    queue.add(waiting('b'));
    first.fail(new Error('over'));
    expect(queue.take()[0]).toBe(second);
    const third = waiting('c');
    queue.add(third);
    third.fail(new Error('over'));
    expect(queue.take()).toEqual([]);
  });

  it('keeps nothing of streams for which nobody waits', () => {
    const queue = queued('abcab');
    const streamsKept = () => (queue as unknown as { lines: Map<string, unknown> }).lines.size;
    queue.take();
    expect(streamsKept()).toBe(2);
    queue.take();
    expect(streamsKept()).toBe(0);
  });

  it('is full when too many wait or too much, and takes more as they are taken', () => {
    const many = new AppendQueue();
    expect(fill(many, (place) => waiting(`s${place}`))).toBe(20_000);
    many.take();
    expect(fill(many, (place) => waiting(`t${place}`))).toBe(500);
    const much = new AppendQueue();
    expect(fill(much, () => waiting('s', 800_000))).toBe(80);
    expect(much.take()).toHaveLength(1);
    expect(fill(much, () => waiting('s', 800_000))).toBe(1);
  });

  it('is not full of those whose callers were told', () => {
    const queue = new AppendQueue();
    const gone = Array.from({ length: 80 }, () => waiting('s', 800_000));
    expect(fill(queue, (place) => gone[place] ?? waiting('s'))).toBe(80);
    for (const each of gone) each.fail(new Error('over'));
    expect(queue.take()).toEqual([]);
    expect(fill(queue, () => waiting('s', 800_000))).toBe(80);
  });
});
