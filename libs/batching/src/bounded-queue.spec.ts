import { describe, expect, it } from '@jest/globals';
import { BoundedQueue, type BoundedQueueOptions } from './bounded-queue.js';

interface Item {
  readonly line: string;
  readonly bytes: number;
  isOver: boolean;
}

const waiting = (line: string, bytes = 1_000): Item => ({ line, bytes, isOver: false });
const lines = (taken: readonly Item[]): string => taken.map(({ line }) => line).join('');

const emptyQueue = (changes: Partial<BoundedQueueOptions<Item>> = {}): BoundedQueue<Item> =>
  new BoundedQueue({
    most: { items: 20_000, bytes: 64_000_000 },
    mostTogether: { items: 500, bytes: 2_000_000 },
    lineOf: ({ line }) => line,
    bytesOf: ({ bytes }) => bytes,
    ...changes,
  });

const queued = (names: string): BoundedQueue<Item> => {
  const queue = emptyQueue();
  for (const name of names) queue.add(waiting(name));
  return queue;
};

/** Until the queue is full; how many that were. */
const fill = (queue: BoundedQueue<Item>, next: (index: number) => Item): number => {
  let count = 0;
  for (; !queue.isFull && count < 30_000; count += 1) queue.add(next(count));
  return count;
};

describe('a bounded queue', () => {
  it('takes one of each line, in order of arrival', () => {
    const queue = queued('abcab');
    expect(lines(queue.take())).toBe('abc');
    expect(lines(queue.take())).toBe('ab');
    expect(queue.take()).toEqual([]);
  });

  it('keeps the order within a line', () => {
    const queue = emptyQueue();
    const line = Array.from({ length: 5 }, () => waiting('a'));
    for (const each of line) queue.add(each);
    expect(line.map(() => queue.take()[0])).toEqual(line);
  });

  it('serves new lines round-robin', () => {
    const queue = queued('aaab');
    expect(lines(queue.take())).toBe('ab');
    queue.add(waiting('c'));
    expect(lines(queue.take())).toBe('ac');
  });

  it('takes 500 at most, and little more than two million bytes', () => {
    const queue = emptyQueue();
    for (let index = 0; index < 700; index += 1) queue.add(waiting(`s${index}`));
    expect(queue.take()).toHaveLength(500);
    expect(queue.take()).toHaveLength(200);
    for (let index = 0; index < 5; index += 1) queue.add(waiting(`s${index}`, 800_000));
    expect([queue.take().length, queue.take().length]).toEqual([3, 2]);
    for (let index = 0; index < 3; index += 1) queue.add(waiting(`s${index}`, 1_000_000));
    expect([queue.take().length, queue.take().length]).toEqual([2, 1]);
  });

  it('skips settled items', () => {
    const queue = emptyQueue();
    const [first, second] = [waiting('a'), waiting('a')];
    queue.add(first);
    queue.add(second);
    queue.add(waiting('b'));
    first.isOver = true;
    expect(queue.take()[0]).toBe(second);
    const third = waiting('c');
    queue.add(third);
    third.isOver = true;
    expect(queue.take()).toEqual([]);
  });

  it('forgets empty lines', () => {
    const queue = queued('abcab');
    const linesKept = () => (queue as unknown as { lines: Map<string, unknown> }).lines.size;
    queue.take();
    expect(linesKept()).toBe(2);
    queue.take();
    expect(linesKept()).toBe(0);
  });

  it('is full at either bound, and accepts more as items are taken', () => {
    const many = emptyQueue();
    expect(fill(many, (index) => waiting(`s${index}`))).toBe(20_000);
    many.take();
    expect(fill(many, (index) => waiting(`t${index}`))).toBe(500);
    const much = emptyQueue();
    expect(fill(much, () => waiting('s', 800_000))).toBe(80);
    expect(much.take()).toHaveLength(1);
    expect(fill(much, () => waiting('s', 800_000))).toBe(1);
  });

  it('does not count settled items as waiting', () => {
    const queue = emptyQueue();
    const gone = Array.from({ length: 80 }, () => waiting('s', 800_000));
    expect(fill(queue, (index) => gone[index] ?? waiting('s'))).toBe(80);
    for (const each of gone) each.isOver = true;
    expect(queue.take()).toEqual([]);
    expect(fill(queue, () => waiting('s', 800_000))).toBe(80);
  });

  it('gives each item a line of its own without a key', () => {
    const queue = new BoundedQueue<Item>({
      most: { items: 3, bytes: Infinity },
      mostTogether: { items: 2, bytes: Infinity },
    });
    const all = [waiting('a'), waiting('a'), waiting('a')];
    expect(fill(queue, (index) => all[index] ?? waiting('b'))).toBe(3);
    expect([queue.take(), queue.take()]).toEqual([all.slice(0, 2), all.slice(2)]);
  });

  it('is no longer full when the first items are settled', () => {
    const queue = emptyQueue({ most: { items: 3, bytes: Infinity } });
    const all = [waiting('a'), waiting('b'), waiting('c')];
    for (const each of all) queue.add(each);
    expect(queue.isFull).toBe(true);
    for (const each of all.slice(0, 2)) each.isOver = true;
    expect(queue.isFull).toBe(false);
    expect(queue.take()).toEqual(all.slice(2));
  });
});
