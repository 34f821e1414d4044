import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import type { Opened } from './opened-log.js';
import {
  asStored,
  bank1,
  bank2,
  collected,
  foundIn,
  newStream,
  plantedAppend,
  plantedFact,
  plantedFacts,
} from './planted-appends.js';

/** As `toEqual`, which takes seconds for thousands of facts: they go through it only where they are not plainly the same. */
const expectEqual = (read: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(read, expected)) expect(read).toEqual(expected);
};

/** The contract of reading streams and of the report index. `count`: length of a stream that is longer than a page of any engine. */
export const describeReading = (opened: Opened, count: number): void => {
  describe('reading a stream', () => {
    const long = newStream();
    let facts: readonly StoredFact[] = [];

    beforeAll(async () => {
      for (let place = 0; place < count; place += 500) {
        const append = plantedAppend(long, place === 0 ? 'none' : place - 1, plantedFacts(500));
        await opened().log.append(append);
        facts = [...facts, ...asStored(append, place)];
      }
    });

    it('that does not exist gives nothing', async () => {
      const stream = newStream();
      expect(await collected(opened().log.readStream({ stream }))).toEqual([]);
      expect(await collected(opened().log.readStream({ stream, direction: 'backwards' }))).toEqual([]);
      expect(await collected(opened().log.readStream({ stream, from: 5, direction: 'backwards' }))).toEqual(
        [],
      );
      expect(await opened().log.readStreams([{ stream, from: 0 }])).toEqual([[]]);
    });

    it('of thousands of facts gives all, in order', async () => {
      expectEqual(await collected(opened().log.readStream({ stream: long })), facts);
    });

    it('backwards gives all from the end', async () => {
      const read = await collected(opened().log.readStream({ stream: long, direction: 'backwards' }));
      expectEqual(read, facts.toReversed());
    });

    it.each([
      [{ from: 0, limit: 1 }, [0]],
      [{ from: count - 2 }, [count - 2, count - 1]],
      [{ from: count }, []],
      [{ from: 1_999, limit: 3 }, [1_999, 2_000, 2_001]],
      [{ limit: 0 }, []],
      [{ direction: 'backwards', limit: 2 }, [count - 1, count - 2]],
      [{ direction: 'backwards', from: 1 }, [1, 0]],
      [{ direction: 'backwards', from: 0 }, [0]],
      [{ direction: 'backwards', from: 20_000, limit: 1 }, [count - 1]],
    ] as const)('%j gives revisions %j', async (read, revisions) => {
      const found = await collected(opened().log.readStream({ stream: long, ...read }));
      expect(found.map(({ revision }) => revision)).toEqual(revisions);
    });

    it('knows the position of each fact, in their order', async () => {
      const { log } = opened();
      const positions = await Promise.all(
        [0, 1, count - 1].map((revision) => log.positionOf(long, revision)),
      );
      expect(new Set(positions).size).toBe(3);
      expect(positions).not.toContain(null);
      expect(await log.positionOf(long, count)).toBeNull();
      expect(await log.positionOf(newStream(), 0)).toBeNull();
      const append = plantedAppend(newStream(), 'none', plantedFacts(2));
      const answer = await log.append(append);
      expect(answer).toMatchObject({ position: await log.positionOf(append.stream, 1) });
    });

    it('may be stopped early', async () => {
      for await (const { revision } of opened().log.readStream({ stream: long })) {
        if (revision === 2_500) break;
      }
      expect(await collected(opened().log.readStream({ stream: long, limit: 1 }))).toHaveLength(1);
    });

    it('is read with others at once, each from its revision, in the order asked', async () => {
      const { log } = opened();
      const short = plantedAppend(newStream(), 'none', plantedFacts(3));
      await log.append(short);
      const read = await log.readStreams([
        { stream: short.stream, from: 1 },
        { stream: newStream(), from: 0 },
        { stream: long, from: 10 },
        { stream: short.stream, from: 0 },
        { stream: short.stream, from: 3 },
      ]);
      expectEqual(read, [asStored(short, 0).slice(1), [], facts.slice(10), asStored(short, 0), []]);
      expect(await log.readStreams([])).toEqual([]);
    });
  });

  describe('the index of reports', () => {
    it('finds the first fact of a report by institution and id', async () => {
      const { log, index } = opened();
      const fact = plantedFact();
      const reportId = fact.metadata.reportId ?? '';
      const append = plantedAppend(newStream(), 'none', [
        plantedFact(),
        fact,
        plantedFact({ metadata: fact.metadata }),
      ]);
      await log.append(append);
      const again = plantedFact({ metadata: fact.metadata });
      await log.append(plantedAppend(newStream(), 'none', [again]));
      const found = { stream: append.stream, revision: 1, type: 'LoanRenewed', digest: 'a'.repeat(64) };
      expect(await foundIn(index, bank1, reportId)).toMatchObject(found);
      expect(await foundIn(index, bank2, reportId)).toBeNull();
      expect(await foundIn(index, bank1, 'R-unknown\0')).toBeNull();
      expect(
        await index.findMany([
          { institution: bank1, reportId: 'R-unknown' },
          { institution: bank1, reportId },
          { institution: bank2, reportId },
        ]),
      ).toEqual([null, expect.objectContaining(found), null]);
    });

    it('finds the fact in the preferred stream, when one id has facts in two', async () => {
      const { log, index } = opened();
      const fact = plantedFact();
      const reportId = fact.metadata.reportId ?? '';
      const [first, second] = [newStream(), newStream()];
      await log.append(plantedAppend(first, 'none', [fact]));
      await log.append(plantedAppend(second, 'none', [plantedFact({ metadata: fact.metadata })]));
      const asked = { institution: bank1, reportId };
      const found = await index.findMany([
        asked,
        { ...asked, preferably: second },
        { ...asked, preferably: newStream() },
      ]);
      expect(found.map((each) => each?.stream)).toEqual([first, second, first]);
    });

    it('keeps institutions with the same ids apart', async () => {
      const { log, index } = opened();
      const metadata = plantedFact().metadata;
      const appends = [bank1, bank2].map((institution) =>
        plantedAppend(newStream(), 'none', [plantedFact({ institution, metadata })]),
      );
      await Promise.all(appends.map((append) => log.append(append)));
      for (const { stream, facts } of appends)
        expect(await foundIn(index, facts[0]?.institution ?? bank1, metadata.reportId ?? '')).toMatchObject({
          stream,
        });
    });
  });
};
