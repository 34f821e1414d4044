import { describe, expect, it } from '@jest/globals';
import { SharedFacts } from './shared-facts.js';
import { countedLog, seqs } from './testing/counted-log.js';

describe('facts read once for all followers', () => {
  it('asks the log once for what several ask at the same time', async () => {
    const log = countedLog(3);
    const shared = new SharedFacts(log);
    const answers = await Promise.all([1, 2, 3].map(() => shared.readAfter(0, 10)));
    for (const answer of answers) expect(seqs(answer)).toEqual([1, 2, 3]);
    expect(log.questions).toEqual(['0 10']);
  });

  it('answers different questions of the same time each for itself', async () => {
    const shared = new SharedFacts(countedLog(10));
    const answers = await Promise.all([
      shared.readAfter(0, 2),
      shared.readAfter(4, 2),
      shared.readAfter(0, 3),
    ]);
    expect(answers.map(seqs)).toEqual([
      [1, 2],
      [5, 6],
      [1, 2, 3],
    ]);
  });

  it('gives what was read before, from whatever place within it', async () => {
    const log = countedLog(10);
    const shared = new SharedFacts(log);
    await shared.readAfter(0, 10);
    expect(seqs(await shared.readAfter(0, 2))).toEqual([1, 2]);
    expect(seqs(await shared.readAfter(7, 3))).toEqual([8, 9, 10]);
    expect(log.questions).toEqual(['0 10']);
  });

  it('looks again at the end, and goes on from there without a gap', async () => {
    const log = countedLog(2);
    const shared = new SharedFacts(log);
    await shared.readAfter(0, 10);
    log.head = 4;
    expect(seqs(await shared.readAfter(2, 10))).toEqual([3, 4]);
    expect(seqs(await shared.readAfter(1, 3))).toEqual([2, 3, 4]);
    expect(log.questions).toEqual(['0 10', '2 10']);
  });

  it('never answers short of the end, since who is told the end waits for news', async () => {
    const log = countedLog(4);
    const shared = new SharedFacts(log);
    await shared.readAfter(0, 4);
    log.head = 7;
    expect(seqs(await shared.readAfter(2, 4))).toEqual([3, 4, 5, 6]);
    expect(seqs(await shared.readAfter(2, 10))).toEqual([3, 4, 5, 6, 7]);
  });

  it('reads anew for who asks while the log is being read, since he may have been woken for what came meanwhile', async () => {
    const log = countedLog(1);
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const shared = new SharedFacts({
      readAfter: async (seq, limit) => {
        const facts = await log.readAfter(seq, limit);
        if (log.questions.length === 1) await answered;
        return facts;
      },
    });
    const first = shared.readAfter(1, 10);
    await new Promise((later) => setImmediate(later));
    log.head = 2;
    const second = shared.readAfter(1, 10);
    await new Promise((later) => setImmediate(later));
    answer();
    expect(seqs(await first)).toEqual([]);
    expect(seqs(await second)).toEqual([2]);
  });

  it('lets a straggler read for himself and keeps what the others need', async () => {
    const log = countedLog(20_000);
    const shared = new SharedFacts(log);
    await shared.readAfter(15_000, 1_000);
    expect(seqs(await shared.readAfter(10, 2))).toEqual([11, 12]);
    await shared.readAfter(15_000, 1_000);
    expect(log.questions).toEqual(['15000 1000', '10 2']);
    expect(seqs(await shared.readAfter(15_999, 2))).toEqual([16_000, 16_001]);
  });

  it('gives a reader who is just behind what is kept the facts that he asked for', async () => {
    const log = countedLog(100);
    const shared = new SharedFacts(log);
    await shared.readAfter(50, 20);
    expect(seqs(await shared.readAfter(40, 3))).toEqual([41, 42, 43]);
    expect(seqs(await shared.readAfter(48, 4))).toEqual([49, 50, 51, 52]);
  });

  it('keeps what comes after what it kept, though something lies between', async () => {
    const log = countedLog(100);
    const shared = new SharedFacts(log);
    await shared.readAfter(0, 10);
    await shared.readAfter(50, 10);
    expect(seqs(await shared.readAfter(50, 10))).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
    expect(log.questions).toEqual(['0 10', '50 10']);
  });

  it('keeps the last 5,000 where it is to keep so many, also of what comes in one reading', async () => {
    const log = countedLog(12_000);
    const sharing = { mostKept: 5_000, patienceMs: 2_000 };
    const shared = new SharedFacts(log, sharing);
    await shared.readAfter(0, 6_000);
    await shared.readAfter(6_000, 1_000);
    log.questions.length = 0;
    expect(seqs(await shared.readAfter(2_000, 1))).toEqual([2_001]);
    expect(log.questions).toEqual([]);
    expect(seqs(await shared.readAfter(1_999, 1))).toEqual([2_000]);
    expect(log.questions).toEqual(['1999 1']);
    const other = new SharedFacts(log, sharing);
    await other.readAfter(0, 6_000);
    log.questions.length = 0;
    await other.readAfter(1_000, 1);
    await other.readAfter(999, 1);
    expect(log.questions).toEqual(['999 1']);
  });

  it('asks again after a question that failed', async () => {
    let fails = true;
    const log = countedLog(1);
    const shared = new SharedFacts({
      readAfter: (seq, limit) => (fails ? Promise.reject(new Error('gone')) : log.readAfter(seq, limit)),
    });
    await expect(shared.readAfter(0, 1)).rejects.toThrow('gone');
    fails = false;
    expect(seqs(await shared.readAfter(0, 1))).toEqual([1]);
  });

  it('is joined while it reads, by who asks for no more than it finds', async () => {
    const log = countedLog(3);
    const answered: (() => void)[] = [];
    const slow = {
      readAfter: async (seq: number, limit: number) => {
        const facts = await log.readAfter(seq, limit);
        await new Promise<void>((go) => answered.push(go));
        return facts;
      },
    };
    const turn = () => new Promise((next) => setTimeout(next, 5));
    const shared = new SharedFacts(slow);
    const early = [shared.readAfter(0, 2), shared.readAfter(1, 5)];
    await turn();
    const late = [shared.readAfter(0, 2), shared.readAfter(1, 5)];
    await turn();
    log.head = 4;
    for (const go of answered.splice(0)) go();
    await turn();
    for (const go of answered) go();
    expect((await Promise.all(early)).map(seqs)).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect((await Promise.all(late)).map(seqs)).toEqual([
      [1, 2],
      [2, 3, 4],
    ]);
    expect(log.questions).toEqual(['0 2', '1 5', '1 5']);
  });
});
