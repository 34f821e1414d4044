import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenLog } from '../open-log.js';
import { newStream, plantedAppend, plantedFacts } from './planted-appends.js';

/** The contract of the sequence. No other test may append to the log. */
export const describeFactSequence = (name: string, open: () => Promise<OpenLog>): void => {
  describe(name, () => {
    let opened: OpenLog;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    it('is empty at first', async () => {
      const { sequence } = opened;
      expect(await sequence.headSeq()).toBe(0);
      expect(await sequence.readAfter(0, 10)).toEqual([]);
    });

    it('numbers facts from 1 without a gap', async () => {
      const { log, sequence } = opened;
      const append = plantedAppend(newStream(), 'none', plantedFacts(3));
      const answer = await log.append(append);
      expect(answer).toMatchObject({ position: '3' });
      const facts = append.facts.map((fact, index) => ({
        ...fact,
        stream: append.stream,
        revision: index,
        seq: index + 1,
        recordedAt: fact.metadata.stampedAt,
      }));
      expect(await sequence.readAfter(0, 10)).toEqual(facts);
      expect(await sequence.readAfter(1, 1)).toEqual(facts.slice(1, 2));
      expect(await sequence.readAfter(3, 10)).toEqual([]);
      expect(await sequence.headSeq()).toBe(3);
    });

    it('knows the names of streams that begin alike', async () => {
      const { log, sequence } = opened;
      const [one, other] = ['b-1', 'a'].map((end) => `programme-${end}`);
      for (const stream of [one, other, 'programmes', 'bailout-programme-x'])
        await log.append(plantedAppend(stream ?? '', 'none', plantedFacts(2)));
      expect(await sequence.streamsNamed('programme-')).toEqual([other, one]);
      expect(await sequence.streamsNamed('nothing-')).toEqual([]);
    });
  });
};
