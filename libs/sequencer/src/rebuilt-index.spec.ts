import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IndexBehind } from '#event-log';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, type ReadSide, readSideOf, stampedFact } from './testing/sequenced-store.js';

let store: EventStoreDouble;
const open: ReadSide[] = [];

beforeEach(async () => {
  store = await EventStoreDouble.started();
});
afterEach(async () => {
  for (const side of open.splice(0)) await side.close();
  store.stop();
});

const readSide = async (prefix: string): Promise<ReadSide> => {
  const side = await readSideOf(store, prefix);
  open.push(side);
  return side;
};

const fact = stampedFact('2024-05-06T01:00:00.000Z');
const reportId = fact.metadata.reportId ?? '';

const ofOthers = (count: number): void => {
  for (let no = 0; no < count; no += 1)
    store.log.append(`others-${no}`, -1n, [
      {
        id: `0190f1a0-0000-7000-8000-${String(no).padStart(12, '0')}`,
        type: 'Theirs',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        customMetadata: Buffer.from('{}'),
      },
    ]);
};

describe('the index of reports while a lost read side is made anew', () => {
  it('does not answer before all recorded facts are sequenced, however many other events follow', async () => {
    const prefix = newPrefix();
    const before = await readSide(prefix);
    const append = appendOf(fact);
    await before.open.log.append(append);
    ofOthers(2_500);

    const anew = await readSide(prefix);
    await expect(anew.found(reportId)).rejects.toThrow(IndexBehind);
    expect((await anew.open.state()).reasons).toContainEqual(expect.stringContaining('Reports are refused'));
    const waiting = anew.found(reportId);
    anew.sequencer();
    expect(await waiting).toMatchObject({ stream: append.stream, seq: 1 });
    while ((await anew.open.state()).reasons.length > 0) await new Promise((soon) => setTimeout(soon, 50));
  });

  it('answers at once where all facts are sequenced, and where there are none', async () => {
    const prefix = newPrefix();
    const first = await readSide(prefix);
    const from = performance.now();
    expect(await first.found(reportId)).toBeNull();
    first.sequencer();
    await first.open.log.append(appendOf(fact));
    await first.facts(1);
    // What comes after the start holds nothing up, in order or not.
    expect(await first.found(reportId)).toMatchObject({ seq: 1 });
    ofOthers(300);
    expect(await first.found('R-other')).toBeNull();
    // A question waits for ten seconds for what is not in order.
    expect(performance.now() - from).toBeLessThan(9_500);
  });

  it('does not scan the events of others, once one of its own is sequenced', async () => {
    ofOthers(30_000);
    const side = await readSide(newPrefix());
    const { log } = side.open.log as unknown as { log: { lookBack(...asked: unknown[]): Promise<unknown> } };
    const lookBack = log.lookBack.bind(log);
    let looks = 0;
    log.lookBack = (...asked) => {
      looks += 1;
      return lookBack(...asked);
    };
    side.sequencer();
    await side.open.log.append(appendOf(fact));
    expect(await side.found('R-other')).toBeNull();
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(20);
  });
});
