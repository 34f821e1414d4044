import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenLog } from '../open-log.js';
import { newStream, plantedAppend, plantedFacts } from './planted-appends.js';

/** The promise of the sequence, on a log that nobody else appends to. */
export const describeFactSequence = (
  name: string,
  open: () => Promise<OpenLog & { readonly cutConnections?: () => Promise<void> }>,
): void => {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const never = (): AbortSignal => new AbortController().signal;

    it('is empty at first', async () => {
      const { sequence } = opened;
      expect(await sequence.headSeq()).toBe(0);
      expect(await sequence.readAfter(0, 10)).toEqual([]);
      expect(await sequence.waitForFacts(0, never(), 20)).toBe(false);
      expect(await sequence.readOne(newStream(), 0)).toBeNull();
    });

    it('numbers facts from 1 without a gap', async () => {
      const { log, sequence } = opened;
      const append = plantedAppend(newStream(), 'none', plantedFacts(3));
      const answer = await log.append(append);
      expect(answer).toMatchObject({ position: '3' });
      const facts = append.facts.map((fact, place) => ({
        ...fact,
        stream: append.stream,
        revision: place,
        seq: place + 1,
        recordedAt: fact.metadata.stampedAt,
      }));
      expect(await sequence.readAfter(0, 10)).toEqual(facts);
      expect(await sequence.readAfter(1, 1)).toEqual(facts.slice(1, 2));
      expect(await sequence.readAfter(3, 10)).toEqual([]);
      expect(await sequence.headSeq()).toBe(3);
      expect(await sequence.readOne(append.stream, 2)).toEqual(facts[2]);
      expect(await sequence.readOne(append.stream, 3)).toBeNull();
    });

    it('wakes whoever waits for facts', async () => {
      const { log, sequence } = opened;
      const head = await sequence.headSeq();
      expect(await sequence.waitForFacts(head - 1, never(), 0)).toBe(true);
      const waiting = Array.from({ length: 20 }, () => sequence.waitForFacts(head, never(), 5_000));
      await new Promise((done) => setTimeout(done, 200));
      const from = performance.now();
      await log.append(plantedAppend(newStream(), 'none'));
      expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
      expect(performance.now() - from).toBeLessThan(450);
    });

    it('lets go of whoever waits, with the time and with the signal', async () => {
      const { sequence } = opened;
      const head = await sequence.headSeq();
      const from = performance.now();
      expect(await sequence.waitForFacts(head, never(), 100)).toBe(false);
      expect(await sequence.waitForFacts(head, AbortSignal.timeout(100), 10_000)).toBe(false);
      expect(await sequence.waitForFacts(head, AbortSignal.abort(), 10_000)).toBe(false);
      expect(performance.now() - from).toBeLessThan(1_000);
    });

    it('hears of facts also after its connections broke', async () => {
      const { log, sequence, cutConnections } = opened;
      if (!cutConnections) return;
      for (let round = 0; round < 3; round += 1) {
        const head = await sequence.headSeq();
        const waiting = sequence.waitForFacts(head, never(), 10_000);
        await cutConnections();
        await log.append(plantedAppend(newStream(), 'none'));
        expect(await waiting).toBe(true);
      }
    });
  });
};
