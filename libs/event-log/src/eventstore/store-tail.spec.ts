import { afterEach, describe, expect, it } from '@jest/globals';
import type { Position } from '#facts';
import { asInstitutionCode } from '#identifiers';
import { AnotherStore } from '../event-log-errors.js';
import { plantedFact } from '../contract/planted-appends.js';
import { eventOf, type StoredEvent } from './fact-events.js';
import { KnownStore } from './known-store.query.js';
import { RecentReports } from './recent-reports.js';
import { StoreTail } from './store-tail.client.js';
import type { StoreClient } from './store.client.js';

const closing: KnownStore[] = [];
afterEach(() => {
  for (const known of closing.splice(0)) known.close();
});

const event = (position: number, stream: string, revision: number): StoredEvent => ({
  ...eventOf(plantedFact({ metadata: { ...plantedFact().metadata, reportId: `R-${position}` } })),
  stream: `p-${stream}`,
  revision,
  position: String(position),
});

/** A store that holds these events, and its tail, which begins at the first of them. */
const tailOf = (held: StoredEvent[], sequenced: Position | null = held[0]?.position ?? null) => {
  const known = new KnownStore(() => undefined);
  closing.push(known);
  const asked: (Position | null)[] = [];
  const given: Position[] = [];
  const store: Pick<StoreClient, 'eventsFrom'> = {
    eventsFrom: async (from, most) => {
      asked.push(from);
      const page = held.filter(({ position }) => BigInt(position) >= BigInt(from ?? 0)).slice(0, most);
      given.push(...page.map(({ position }) => position));
      return page;
    },
  };
  const recent = new RecentReports();
  const setbacks: unknown[] = [];
  const tail = new StoreTail(
    {
      store: store as StoreClient,
      known,
      prefix: 'p-',
      readPatienceMs: 10_000,
      onSetback: (error) => setbacks.push(error),
    },
    recent,
  );
  const begun = held[0]?.position ?? null;
  tail.readFrom({ isReady: () => true, begun: () => begun, sequenced: async () => sequenced });
  const foundAt = (position: number) =>
    recent.better({ institution: asInstitutionCode('BANK0001'), reportId: `R-${position}` }, null);
  return { tail, known, asked, given, setbacks, foundAt };
};

describe('the end of a store', () => {
  it('is read once for all who ask, and each event once but for the one seen last', async () => {
    const held = [event(10, 'loan-1', 0)];
    const { tail, asked, given, foundAt } = tailOf(held);
    await Promise.all([tail.caughtUp(), tail.caughtUp(), tail.caughtUp()]);
    expect(asked).toEqual(['10']);
    held.push(event(20, 'loan-1', 1), event(30, 'loan-2', 0));
    await Promise.all([tail.caughtUp(), tail.caughtUp()]);
    await tail.caughtUp();
    expect(given).toEqual(['10', '10', '20', '30', '30']);
    expect(foundAt(20)).toMatchObject({ stream: 'loan-1', revision: 1, position: '20' });
    expect(foundAt(40)).toBeNull();
  });

  it('has what stood there when it was asked for, whatever reading was under way then', async () => {
    const held = [event(10, 'loan-1', 0)];
    const { tail, foundAt } = tailOf(held);
    const first = tail.caughtUp();
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
    held.push(event(20, 'loan-1', 1));
    await tail.caughtUp();
    expect(foundAt(20)).toMatchObject({ position: '20' });
    await first;
  });

  it('is read page by page', async () => {
    const held = Array.from({ length: 1_100 }, (_, no) => event(no + 1, `loan-${no}`, 0));
    const { tail, asked, foundAt } = tailOf(held);
    await tail.caughtUp();
    expect(asked).toEqual(['1', '512', '1023']);
    expect(foundAt(1_100)).not.toBeNull();
  });

  it('tells where streams stand that moved or were read', async () => {
    const held = [event(10, 'loan-1', 0)];
    const { tail } = tailOf(held);
    await tail.caughtUp();
    tail.noteHead('key-1', 3);
    expect(tail.headOf('key-1')).toBe(3);
    held.push(event(20, 'key-1', 4), event(30, 'key-2', 0), event(40, 'key-1', 5));
    await tail.caughtUp();
    expect([tail.headOf('key-1'), tail.headOf('key-2'), tail.headOf('key-3')]).toEqual([5, 0, undefined]);
    // What was read before it moved is no news.
    tail.noteHead('key-1', 4);
    expect(tail.headOf('key-1')).toBe(5);
  });

  it('of a restored store that lacks what was seen is in doubt, and then read on from the sequence', async () => {
    const held = [event(10, 'loan-1', 0), event(20, 'loan-1', 1), event(30, 'loan-2', 0)];
    const { tail, known, asked, setbacks, foundAt } = tailOf(held, '20');
    known.lookBy(async () => true);
    await known.sure(1_000);
    await tail.caughtUp();
    tail.noteHead('key-1', 3);
    held.splice(2, 1, event(31, 'loan-2', 0));
    const before = known.setbacks;
    asked.length = 0;
    await tail.caughtUp();
    expect(asked).toEqual(['30', '20']);
    expect(known.setbacks).toBeGreaterThan(before);
    expect(setbacks).toEqual([
      expect.objectContaining({
        message: 'The event store does not hold at position 30 what was seen there last.',
      }),
    ]);
    expect(tail.headOf('key-1')).toBeUndefined();
    expect(foundAt(31)).toMatchObject({ position: '31' });
  });

  it('is not taken for the same where another event stands at the position', async () => {
    const held = [event(10, 'loan-1', 0), event(20, 'loan-1', 1)];
    const { tail, setbacks } = tailOf(held);
    await tail.caughtUp();
    held.splice(1, 1, { ...event(20, 'loan-1', 1), id: '00000000-0000-7000-8000-00000000000a' });
    await tail.caughtUp();
    expect(setbacks).toHaveLength(1);
  });

  it('of another store is refused as that', async () => {
    const held = [event(10, 'loan-1', 0), event(20, 'loan-1', 1)];
    const { tail, known } = tailOf(held);
    let isSame = true;
    known.lookBy(async () => isSame);
    await known.sure(1_000);
    await tail.caughtUp();
    isSame = false;
    held.length = 0;
    await expect(tail.caughtUp()).rejects.toThrow(AnotherStore);
  });
});
