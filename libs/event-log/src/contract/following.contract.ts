import { describe, expect, it } from '@jest/globals';
import type { Position } from '#facts';
import type { EventLog } from '../event-log.js';
import type { Opened } from './opened-log.js';
import { collected, newStream, plantedAppend, plantedFacts } from './planted-appends.js';

/** The contract of reading the whole log and of subscriptions. */
export const describeFollowing = (opened: Opened): void => {
  /** Appends `count` facts one after another; returns their event ids. */
  const appended = async (log: EventLog, count: number): Promise<readonly string[]> => {
    const ids: string[] = [];
    while (ids.length < count) {
      const append = plantedAppend(newStream(), 'none', plantedFacts(Math.min(7, count - ids.length)));
      await log.append(append);
      ids.push(...append.facts.map(({ eventId }) => eventId));
    }
    return ids;
  };

  /** The current end of the log. Appends a fact to find it, since reading a long log takes long. */
  const end = async (): Promise<Position> => {
    const answer = await opened().log.append(plantedAppend(newStream(), 'none'));
    if (answer.outcome !== 'appended') throw new Error('A new stream was not new.');
    return answer.position;
  };

  /** The event ids that a subscription yields, until `isEnough` or its end. */
  const followed = async (
    log: EventLog,
    after: Position | null,
    isEnough: (ids: readonly string[]) => boolean,
    onStep: (step: { readonly ids: readonly string[]; readonly caughtUp: boolean }) => void = () => undefined,
  ): Promise<{ readonly ids: readonly string[]; readonly last: Position | null }> => {
    const ids: string[] = [];
    const ending = new AbortController();
    let last = after;
    for await (const item of log.subscribe(after, ending.signal)) {
      if ('position' in item) {
        ids.push(item.fact.eventId);
        last = item.position;
      }
      onStep({ ids, caughtUp: 'caughtUp' in item });
      if (isEnough(ids)) ending.abort();
    }
    return { ids, last };
  };

  describe('reading everything', () => {
    it('gives acknowledged facts in order, from a position on', async () => {
      const { log } = opened();
      const before = await end();
      const ids = await appended(log, 40);
      const read = await collected(log.readAll(before));
      expect(read.map(({ fact }) => fact.eventId)).toEqual(ids);
      const middle = read[17]?.position ?? null;
      const rest = await collected(log.readAll(middle));
      expect(rest).toEqual(read.slice(18));
      expect(new Set(read.map(({ position }) => position)).size).toBe(40);
    });

    it('gives each fact as its stream has it', async () => {
      const { log } = opened();
      const before = await end();
      const append = plantedAppend(newStream(), 'none', plantedFacts(2));
      await log.append(append);
      const facts = (await collected(log.readAll(before))).map(({ fact }) => fact);
      expect(facts).toEqual(await collected(log.readStream({ stream: append.stream })));
    });

    it('refuses a malformed position', async () => {
      await expect(collected(opened().log.readAll('nowhere'))).rejects.toThrow(TypeError);
    });
  });

  describe('a subscription', () => {
    it('reports the end once, after the facts', async () => {
      const { log, endsWhenCaughtUp } = opened();
      const before = await end();
      const ids = await appended(log, 3);
      const steps: (number | string)[] = [];
      const ending = new AbortController();
      for await (const item of log.subscribe(before, ending.signal)) {
        steps.push('caughtUp' in item ? 'caughtUp' : ids.indexOf(item.fact.eventId));
        if ('caughtUp' in item) setTimeout(() => ending.abort(), endsWhenCaughtUp ? 0 : 1_200);
      }
      expect(steps).toEqual([0, 1, 2, 'caughtUp']);
    });

    it('continues with new facts, without gaps and repetitions', async () => {
      const { log, endsWhenCaughtUp } = opened();
      if (endsWhenCaughtUp) return;
      const before = await end();
      let ids: readonly string[] = [];
      const following = followed(log, before, (read) => read.length >= 300);
      for (let round = 0; round < 10; round += 1) ids = [...ids, ...(await appended(log, 30))];
      expect((await following).ids).toEqual(ids);
    });

    it('gives a new fact soon', async () => {
      const { log, endsWhenCaughtUp } = opened();
      if (endsWhenCaughtUp) return;
      const before = await end();
      let heardAt = Infinity;
      const following = followed(
        log,
        before,
        (read) => read.length > 0,
        ({ ids }) => ids.length > 0 && (heardAt = performance.now()),
      );
      await new Promise((done) => setTimeout(done, 300));
      await appended(log, 1);
      const saidAt = performance.now();
      await following;
      expect(heardAt - saidAt).toBeLessThan(400);
    });

    it('ends when the signal aborts, even before it begins', async () => {
      const { log } = opened();
      expect(await collected(log.subscribe(null, AbortSignal.abort()))).toEqual([]);
      const slow = await collected(log.subscribe(await end(), AbortSignal.timeout(50)));
      expect(slow.filter((item) => 'position' in item)).toEqual([]);
    });

    it('waits for a slow reader', async () => {
      const { log } = opened();
      const before = await end();
      const ids = await appended(log, 20);
      const read: string[] = [];
      const ending = new AbortController();
      for await (const item of log.subscribe(before, ending.signal)) {
        if (!('position' in item)) continue;
        await new Promise((done) => setTimeout(done, 5));
        read.push(item.fact.eventId);
        if (read.length === ids.length) break;
      }
      expect(read).toEqual(ids);
    });

    it('continues where another ended, across restarts', async () => {
      const { log, reopen } = opened();
      if (!reopen) return;
      const before = await end();
      const ids = await appended(log, 60);
      const read: string[] = [];
      let place: Position | null = before;
      while (read.length < ids.length) {
        const again = await reopen();
        const { ids: some, last } = await followed(
          again.log,
          place,
          (found) => found.length >= 13 || read.length + found.length >= ids.length,
        );
        read.push(...some);
        place = last;
        await again.close();
      }
      expect(read).toEqual(ids);
    });

    it('survives broken connections, without gaps and repetitions', async () => {
      const { log, cutConnections } = opened();
      if (!cutConnections) return;
      const before = await end();
      const following = followed(log, before, (read) => read.length >= 500);
      const ids: string[] = [];
      for (let round = 0; round < 10; round += 1) {
        ids.push(...(await appended(log, 50)));
        await cutConnections();
      }
      expect((await following).ids).toEqual(ids);
    });
  });
};
