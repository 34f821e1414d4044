import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Renewed } from './renewed.client.js';

const never = (): boolean => false;
const failing = async (): Promise<never> => {
  throw new Error('not reached');
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());
const passed = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

/** Clients are numbers, in the order in which they were opened. */
const clients = () => {
  let opened = 0;
  const left: number[] = [];
  const renewed = new Renewed<number>(
    () => (opened += 1),
    async (client) => void left.push(client),
  );
  return { renewed, left };
};

describe('a client that hears nothing', () => {
  it('is left for a new one when a call fails after a while, once', async () => {
    const { renewed, left } = clients();
    await expect(renewed.ask(failing, never)).rejects.toThrow('not reached');
    expect(renewed.current).toBe(1);
    await passed(1_600);
    expect(renewed.current).toBe(1);
    await Promise.allSettled(Array.from({ length: 20 }, () => renewed.ask(failing, never)));
    expect(renewed.current).toBe(2);
    expect(left).toEqual([1]);
    await passed(1_600);
    renewed.failed(1);
    expect(renewed.current).toBe(2);
  });

  it('is kept when others of its calls are answered, if only by a refusal', async () => {
    const { renewed, left } = clients();
    for (let turn = 0; turn < 5; turn += 1) {
      await passed(500);
      await expect(renewed.ask(failing, () => true)).rejects.toThrow('not reached');
      await expect(renewed.ask(failing, never)).rejects.toThrow('not reached');
      expect(await renewed.ask(async (client) => client, never)).toBe(1);
    }
    expect(left).toEqual([]);
  });

  it('gives no answer once it was left: what it was asked may have been broken off', async () => {
    const { renewed } = clients();
    let answer: (resolve: readonly string[]) => void = () => undefined;
    const reading = renewed.ask(() => new Promise<readonly string[]>((resolve) => (answer = resolve)), never);
    await passed(1_600);
    await expect(renewed.ask(failing, never)).rejects.toThrow('not reached');
    answer([]);
    await expect(reading).rejects.toThrow('left while it was asked');
    const closing = renewed.ask(() => new Promise<readonly string[]>((resolve) => (answer = resolve)), never);
    await renewed.close();
    answer([]);
    await expect(closing).rejects.toThrow('left while it was asked');
  });

  it('is not waited for without end when it is closed', async () => {
    let opened = 0;
    const renewed = new Renewed(
      () => (opened += 1),
      () => new Promise(() => undefined),
    );
    const closing = renewed.close();
    await passed(2_000);
    await closing;
    await passed(1_600);
    renewed.failed(1);
    expect(renewed.current).toBe(1);
  });
});
