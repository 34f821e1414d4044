import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asInstitutionCode } from '#identifiers';
import { EventStoreDouble } from '../../../test/event-store-double/event-store-double.server.js';
import { appendOf, newPrefix, type ReadSide, readSideOf, stampedFact } from './testing/sequenced-store.js';

let store: EventStoreDouble;
let one: ReadSide;
let other: ReadSide;

beforeEach(async () => {
  store = await EventStoreDouble.started();
  const prefix = newPrefix();
  [one, other] = [await readSideOf(store, prefix), await readSideOf(store, prefix)];
  // Each begins on an empty store, so that nothing has to be in order first.
  for (const side of [one, other]) await side.found('R-none');
});
afterEach(async () => {
  await one.close();
  await other.close();
  store.stop();
});

const fact = () => stampedFact('2024-05-06T01:00:00.000Z');
const idOf = ({ metadata }: ReturnType<typeof fact>): string => metadata.reportId ?? '';

describe('what two registries know of each other', () => {
  it('finds at once what the other process recorded, before it is sequenced', async () => {
    for (let turn = 0; turn < 50; turn += 1) {
      const [from, to] = turn % 2 === 0 ? [one, other] : [other, one];
      const reported = fact();
      const append = appendOf(reported);
      await from.open.log.append(append);
      const found = await to.found(idOf(reported));
      expect(found).toMatchObject({ stream: append.stream, revision: 0, digest: 'a'.repeat(64), seq: null });
    }
    expect(await other.found('R-nobody')).toBeNull();
  });

  it('reads a stream once, and again only after another process appended to it', async () => {
    const append = appendOf(fact());
    await one.open.log.append(append);
    const { stream } = append;
    let reads = 0;
    const read = store.log.read.bind(store.log);
    store.log.read = (name) => {
      if (name.endsWith(stream)) reads += 1;
      return read(name);
    };
    const since = async (from: number) => (await other.open.log.readStreams([{ stream, from }]))[0];
    expect(await since(0)).toHaveLength(1);
    reads = 0;
    for (let time = 0; time < 3; time += 1) expect(await since(1)).toEqual([]);
    expect(reads).toBe(0);
    for (const expectedRevision of [0, 1]) {
      await one.open.log.append({ stream, expectedRevision, facts: [fact()] });
      expect(await since(expectedRevision + 1)).toMatchObject([{ revision: expectedRevision + 1 }]);
    }
    expect(reads).toBe(2);
  });

  it('finds many facts that were recorded since it last looked, with their seq once they have one', async () => {
    const facts = Array.from({ length: 700 }, fact);
    await Promise.all(facts.map((each) => one.open.log.append(appendOf(each))));
    const asked = facts.map((each) => ({ institution: asInstitutionCode('BANK0001'), reportId: idOf(each) }));
    const found = await other.open.index.findMany(asked);
    expect(found.filter((each) => each === null)).toEqual([]);
    other.sequencer();
    await other.facts(700);
    const ordered = await other.open.index.findMany(asked);
    expect(new Set(ordered.map((each) => each?.seq)).size).toBe(700);
  });
});
