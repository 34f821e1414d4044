import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, type ReadSide, readSideOf, stampedFact } from './testing/sequenced-store.js';

let store: EventStoreDouble;
const open: ReadSide[] = [];

beforeEach(async () => {
  store = await EventStoreDouble.started();
});
afterEach(async () => {
  for (const side of open.splice(0)) await side.close();
  store.stop();
});

describe('registries that share a store', () => {
  it.each([
    ['', 'city-'],
    ['city-', 'city-north-'],
    ['city', 'city-north-'],
  ])('have each its own sequence, though the prefix "%s" begins the other, "%s"', async (shorter, longer) => {
    const one = await readSideOf(store, shorter);
    const other = await readSideOf(store, longer);
    open.push(one, other);
    const fact = () => appendOf(stampedFact('2024-05-06T01:00:00.000Z'));
    const [ours, theirs, again] = [fact(), fact(), fact()];
    await one.open.log.append(ours);
    await other.open.log.append(theirs);
    await one.open.log.append(again);
    one.sequencer();
    other.sequencer();
    const streams = async (side: ReadSide, count: number): Promise<readonly string[]> =>
      (await side.facts(count)).map((each) => (each as { stream: string }).stream);
    expect(await streams(one, 2)).toEqual([ours.stream, again.stream]);
    expect(await streams(other, 1)).toEqual([theirs.stream]);
    // What the other records later passes by as well.
    await other.open.log.append(fact());
    const last = fact();
    await one.open.log.append(last);
    expect(await streams(one, 3)).toEqual([ours.stream, again.stream, last.stream]);
  });
});
