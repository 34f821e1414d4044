import { describe, expect, it } from '@jest/globals';
import type { SequencedFact } from '#facts';
import { SharedFacts } from './shared-facts.js';
import { countedLog, seqs } from './testing/counted-log.js';

describe('those who catch up together', () => {
  const kept = { mostKept: 6, patienceMs: 60_000 };

  it('have each fact read once, however much faster one of them is', async () => {
    const log = countedLog(20);
    const shared = new SharedFacts(log, kept);
    const passed = async (pauseMs: number): Promise<readonly number[]> => {
      const reader = shared.reader();
      const all: SequencedFact[] = [];
      for (;;) {
        const facts = await reader.readAfter(all.length, 2);
        if (facts.length < 2) return seqs(all);
        all.push(...facts);
        await new Promise((later) => setTimeout(later, pauseMs));
      }
    };
    const [fast, slow] = await Promise.all([passed(0), passed(5)]);
    expect([fast.length, slow]).toEqual([20, fast]);
    const places = log.questions.map((question) => Number(question.split(' ')[0]));
    expect(places.filter((place) => place < 20)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  });

  it('wait neither for one that does not get on, nor for one that is further behind already', async () => {
    const patienceMs = 600;
    const shared = new SharedFacts(countedLog(20), { ...kept, patienceMs });
    const [stuck, behind, ahead] = [shared.reader(), shared.reader(), shared.reader()];
    await stuck.readAfter(0, 2);
    for (const seq of [0, 2, 4, 6, 8, 10]) expect(await ahead.readAfter(seq, 2)).toHaveLength(2);
    const began = performance.now();
    await behind.readAfter(0, 2);
    for (const seq of [12, 14, 16]) expect(await ahead.readAfter(seq, 2)).toHaveLength(2);
    expect(performance.now() - began).toBeLessThan(patienceMs);
  });
});
