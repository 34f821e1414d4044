import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AnotherStore, OutcomeUnknown } from '#event-log';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, type ReadSide, readSideOf, stampedFact } from './testing/sequenced-store.js';

const instant = '2024-05-06T01:00:00.000Z';

let store: EventStoreDouble;
let side: ReadSide;

beforeEach(async () => {
  store = await EventStoreDouble.started();
  side = await readSideOf(store, newPrefix(), { unknownAfterMs: 10_000 });
});
afterEach(async () => {
  await side.close();
  store.stop();
});

const append = () => side.open.log.append(appendOf(stampedFact(instant)));

type Mark = ReturnType<EventStoreDouble['log']['marked']>;

/** Facts sequenced, the last of them not in the older copy. */
const recorded = async (): Promise<{ readonly older: Mark; readonly right: Mark }> => {
  const sequencer = side.sequencer();
  for (let no = 0; no < 5; no += 1) await append();
  const older = store.log.marked();
  for (let no = 0; no < 5; no += 1) await append();
  await side.facts(10);
  await sequencer.stop();
  return { older, right: store.log.marked() };
};

const swappedFor = async (mark: Mark): Promise<void> => {
  store.stop();
  store.log.backTo(mark);
  await store.start();
};

describe('a log whose store is changed for an older copy beneath it', () => {
  it('records and decides nothing more, says so, and goes on by itself when the right one is back', async () => {
    const { older, right } = await recorded();
    await swappedFor(older);
    const refused = await Promise.allSettled(Array.from({ length: 8 }, append));
    expect(refused.map((answer) => answer.status)).toEqual(refused.map(() => 'rejected'));
    await expect(append()).rejects.toThrow(AnotherStore);
    await expect(side.found('R-1')).rejects.toThrow(AnotherStore);
    expect((await side.open.state()).reasons).toContainEqual(expect.stringContaining('Reports are refused'));

    await swappedFor(right);
    while ((await side.open.state()).reasons.some((reason) => reason.includes('refused')))
      await new Promise((soon) => setTimeout(soon, 50));
    expect(await append()).toMatchObject({ outcome: 'appended' });
    expect(await side.found('R-1')).toBeNull();
  }, 90_000);

  it('acknowledges nothing that the older copy took before the change was noticed', async () => {
    const { older, right } = await recorded();
    // So quick that no connection breaks.
    store.log.backTo(older);
    const waiting = append();
    await new Promise((later) => setTimeout(later, 6_500));
    store.log.backTo(right);
    expect(await waiting).toMatchObject({ outcome: 'appended' });
    expect(store.log.all).toHaveLength(right.all.length + 1);
  }, 60_000);

  it('tells what may be stored in the right one to be unknown', async () => {
    const { older } = await recorded();
    store.faults.onAppend = () => 'lost-after';
    const waiting = append();
    await new Promise((soon) => setTimeout(soon, 50));
    store.faults.clear();
    store.log.backTo(older);
    await expect(waiting).rejects.toThrow(OutcomeUnknown);
  }, 60_000);
});
