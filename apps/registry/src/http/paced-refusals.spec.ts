import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PacedRefusals } from './early-refusals.js';

/** Of a socket what is needed here. */
class Connection extends EventEmitter {
  destroyed = false;

  readableEnded = false;

  close(): void {
    this.destroyed = true;
    this.emit('close');
  }

  closeItsSide(): void {
    this.readableEnded = true;
    this.emit('end');
  }
}

describe('refusals of one sender', () => {
  let refusals: PacedRefusals;
  let sent: string[];
  const connections: Connection[] = [];

  beforeEach(() => {
    jest.useFakeTimers();
    refusals = new PacedRefusals();
    sent = [];
  });
  afterEach(() => {
    for (const connection of connections.splice(0))
      for (const event of ['end', 'close']) expect(connection.listenerCount(event)).toBe(0);
    jest.useRealTimers();
  });

  const refuse = (name: string, sender = 'flood'): Connection => {
    const connection = new Connection();
    connections.push(connection);
    void refusals.turn(sender, connection as never)?.then(() => sent.push(name));
    return connection;
  };
  /** How many of these are held, or sent in their turn. */
  const flood = (count: number): number =>
    Array.from({ length: count }, () => refusals.turn('flood', new Connection() as never)).filter(Boolean)
      .length;
  const after = (ms: number): Promise<unknown> => jest.advanceTimersByTimeAsync(ms);

  it('are sent one after another, the first at once', async () => {
    for (const name of ['first', 'second', 'third']) refuse(name);
    await after(0);
    expect(sent).toEqual(['first']);
    await after(8);
    expect(sent).toEqual(['first', 'second']);
    await after(8);
    expect(sent).toEqual(['first', 'second', 'third']);
  });

  it('do not hold those of another sender', async () => {
    flood(500);
    refuse('of another', 'other');
    await after(0);
    expect(sent).toEqual(['of another']);
  });

  it.each([
    ['goes away', (client: Connection) => client.close()],
    ['closes its side', (client: Connection) => client.closeItsSide()],
  ])('are held no longer when their client %s, and those behind it are sent sooner', async (_what, leave) => {
    const [, second] = [refuse('first'), refuse('second'), refuse('third')];
    leave(second as Connection);
    await after(8);
    // Who went away is answered as well, so that what waits for it ends.
    expect(sent).toEqual(['first', 'second', 'third']);
  });

  it('of clients that go away and come again do not add up', async () => {
    for (let no = 0; no < 10_000; no += 1) refuse('impatient').close();
    refuse('patient');
    await after(8);
    expect(sent.filter((name) => name === 'patient')).toHaveLength(1);
  });

  it('are sent at once where 512 are held, so that nobody waits for longer than four seconds', async () => {
    expect(flood(1_000)).toBe(1 + 512);
    await after(512 * 8);
    refuse('later');
    await after(8);
    expect(sent).toEqual(['later']);
  });

  it('are all sent when the registry ends, and none is held after that', async () => {
    for (let no = 0; no < 300; no += 1) refuse(`${no}`);
    refusals.end();
    await after(0);
    expect(sent).toHaveLength(300);
    refuse('late');
    await after(0);
    expect(sent).toHaveLength(301);
  });

  it('are forgotten once they are sent, however many senders there were', async () => {
    for (let no = 0; no < 5_000; no += 1) refuse('only', `sender ${no}`);
    expect(refusals.senders).toBe(5_000);
    await after(16);
    expect(refusals.senders).toBe(0);
  });
});
