import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { itWhileOthersRun } from '#testing';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, type ReadSide, readSideOf, stampedFact } from './testing/sequenced-store.js';

let store: EventStoreDouble;
const open: ReadSide[] = [];

beforeAll(async () => {
  store = await EventStoreDouble.started();
});
afterEach(async () => {
  store.faults.clear();
  for (const side of open.splice(0)) await side.close();
});
afterAll(() => store.stop());

const readSide = async (prefix: string): Promise<ReadSide> => {
  const side = await readSideOf(store, prefix);
  open.push(side);
  return side;
};

const at = (second: number): string => new Date(Date.UTC(2024, 4, 6, 1, 0, second)).toISOString();

/** Appends of one to three facts, whose stamps go back and forth. */
const appendSome = async ({ open: { log } }: ReadSide, count: number): Promise<number> => {
  let facts = 0;
  for (let place = 0; place < count; place += 1) {
    const own = Array.from({ length: 1 + (place % 3) }, (_, no) =>
      stampedFact(at((place * 7 + no * 13) % 59)),
    );
    await log.append(appendOf(...own));
    facts += own.length;
  }
  return facts;
};

const places = (facts: readonly unknown[]): readonly unknown[] =>
  (facts as readonly SequencedFact[]).map(({ seq, eventId, recordedAt }) => [seq, eventId, recordedAt]);

describe('the sequence of an event store', () => {
  it('has every fact once, in the order of the store, dense, with monotonic instants', async () => {
    const side = await readSide(newPrefix());
    side.sequencer();
    const count = await appendSome(side, 60);
    const facts = (await side.facts(count)) as readonly SequencedFact[];
    expect(facts.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, place) => place + 1));

    const stored: unknown[] = [];
    for await (const { fact } of side.open.log.readAll(null)) stored.push(fact);
    expect(facts.map(({ seq: _seq, recordedAt: _at, ...fact }) => fact)).toEqual(stored);
    let latest = '';
    for (const { recordedAt, metadata } of facts) {
      latest = metadata.stampedAt > latest ? metadata.stampedAt : latest;
      expect(recordedAt).toBe(latest);
    }
  });

  it('that was lost with the whole read side is derived equally', async () => {
    const prefix = newPrefix();
    const first = await readSide(prefix);
    first.sequencer();
    const count = await appendSome(first, 80);
    const before = await first.facts(count);
    store.faults.tooSlowChance = 0.02;
    const second = await readSide(prefix);
    second.sequencer();
    expect(await second.facts(count)).toEqual(before);
    expect(before).toHaveLength(count);
  });

  it('is continued where another sequencer ended, and written by one of several', async () => {
    const side = await readSide(newPrefix());
    const sequencers = ['one', 'two', 'three'].map((name) => side.sequencer(name));
    let count = await appendSome(side, 20);
    await side.facts(count);
    const from = performance.now();
    await side.cut('one');
    count += await appendSome(side, 20);
    await side.facts(count);
    expect(performance.now() - from).toBeLessThan(5_000);
    await sequencers[1]?.stop();
    await side.cut('three');
    count += await appendSome(side, 20);
    const facts = await side.facts(count);
    expect(new Set(places(facts).map((place) => (place as unknown[])[1])).size).toBe(count);
    expect(facts).toHaveLength(count);
  });

  it('maps positions of the store to seqs, and back', async () => {
    const side = await readSide(newPrefix());
    const { log, positions } = side.open;
    const append = appendOf(stampedFact(at(1)), stampedFact(at(2)));
    const answer = await log.append(append);
    if (answer.outcome !== 'appended') throw new Error(answer.outcome);
    expect(await positions.sequenced(answer.position, 100)).toBeNull();
    expect(await positions.upTo(0)).toBe('0');
    const waiting = positions.sequenced(answer.position, 10_000);
    side.sequencer();
    const seq = await waiting;
    expect(seq).toBeGreaterThanOrEqual(2);
    await side.facts(2);
    expect(await positions.sequenced('1', 1_000)).toBeGreaterThanOrEqual(1);
    expect(await positions.upTo(2)).toBe(answer.position);
    expect(await side.found(append.facts[1]?.metadata.reportId ?? '')).toMatchObject({
      stream: append.stream,
      revision: 1,
      seq: 2,
    });
  });

  it('notices a silent end of its subscription, and continues', async () => {
    const side = await readSide(newPrefix());
    const sequencer = side.sequencer();
    let count = await appendSome(side, 3);
    await side.facts(count);
    store.faults.areSubscriptionsMute = true;
    count += await appendSome(side, 3);
    while (!sequencer.setbacks.some((error) => String(error).includes('without a word')))
      await new Promise((later) => setTimeout(later, 50));
    store.faults.areSubscriptionsMute = false;
    expect(await side.facts(count)).toHaveLength(count);
  });

  it('stands still at an event that is no fact, and reports it', async () => {
    const prefix = newPrefix();
    const side = await readSide(prefix);
    store.log.append(`${prefix}loan-X-1`, -1n, [
      {
        id: '0190f1a0-0000-7000-8000-000000000001',
        type: 'Strange',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        customMetadata: Buffer.from('{}'),
      },
    ]);
    expect(await side.sequencer().standstill).toContain('no fact');
    expect((await side.open.state()).reasons).toContainEqual(expect.stringContaining('no fact'));
  });

  it('is not written by a sequencer of other streams', async () => {
    const side = await readSide(newPrefix());
    const first = side.sequencer();
    await side.facts(await appendSome(side, 2));
    await first.stop();
    await side.pool.query(`update sequencer set stream_prefix = 'other-'`);
    expect(await side.sequencer().standstill).toContain('another prefix');
  });

  itWhileOthersRun(
    'is not gone on with while there is no room, and its place is kept meanwhile',
    async () => {
      const own = await EventStoreDouble.started();
      const side = await readSideOf(own, newPrefix());
      let hasRoom = false;
      const { setbacks } = side.sequencer('sequencer', () => hasRoom);
      const count = await appendSome(side, 3);
      // Longer than one that says nothing keeps its connection.
      await new Promise((later) => setTimeout(later, 6_000));
      expect(await side.open.sequence.headSeq()).toBe(0);
      expect(setbacks).toEqual([]);
      hasRoom = true;
      expect(await side.facts(count)).toHaveLength(count);
      await side.close();
      own.stop();
    },
  );
});
