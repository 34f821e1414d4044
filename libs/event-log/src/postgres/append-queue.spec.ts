import { describe, expect, it } from '@jest/globals';
import { factOfBytes, plantedAppend } from '../contract/planted-appends.js';
import { serialised } from '../serialised-append.js';
import { AppendQueue } from './append-queue.js';
import { WaitingAppend } from './waiting-append.js';

const waiting = (stream: string, facts = [factOfBytes(1_000)]): WaitingAppend => {
  const append = new WaitingAppend(
    serialised(plantedAppend(stream, 'none', facts)),
    60_000,
    () => undefined,
    () => undefined,
  );
  all.push(append);
  return append;
};
const all: WaitingAppend[] = [];
const streams = (group: readonly WaitingAppend[]): string =>
  group.map(({ append }) => append.stream).join('');

const queued = (names: string): AppendQueue => {
  const queue = new AppendQueue();
  for (const name of names) queue.add(waiting(name));
  return queue;
};

const small = factOfBytes(1_000);
const large = factOfBytes(800_000);

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
    for (let place = 0; place < 5; place += 1) queue.add(waiting(`s${place}`, [factOfBytes(800_000)]));
    expect([queue.take().length, queue.take().length]).toEqual([3, 2]);
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

  it('is full when too many wait or too much, and takes more as they are taken', () => {
    const many = new AppendQueue();
    for (let place = 0; place < 20_000; place += 1) {
      expect(many.isFull).toBe(false);
      many.add(waiting(`s${place}`, [small]));
    }
    expect(many.isFull).toBe(true);
    many.take();
    expect(many.isFull).toBe(false);
    const much = new AppendQueue();
    for (let place = 0; place < 80; place += 1) {
      expect(much.isFull).toBe(false);
      much.add(waiting('s', [large]));
    }
    expect(much.isFull).toBe(true);
    expect(much.take()).toHaveLength(1);
    expect(much.isFull).toBe(false);
    for (const each of all) each.fail(new Error('over'));
    expect(much.take()).toEqual([]);
    for (let place = 0; place < 80; place += 1) {
      expect(much.isFull).toBe(false);
      much.add(waiting('s', [large]));
    }
  });

  it('leaves no timer behind', () => {
    for (const each of all) each.fail(new Error('over'));
    expect(all.every(({ isOver }) => isOver)).toBe(true);
  });
});
