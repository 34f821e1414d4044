import { describe, expect, it } from '@jest/globals';
import type { EventLog, ManyStreams } from '#event-log';
import { append, counted, type Counter, counter, countingLog } from './testing/counting-log.js';
import { storedAs } from './ledger.log.js';
import type { FoldRequest } from './folded-stream.log.js';
import { StreamFolds } from './stream-folds.log.js';

const setUp = (keep = 100) => {
  const { log, questions } = countingLog();
  return { log, questions, folds: new StreamFolds(log, { keep }) };
};

describe('folds of streams', () => {
  it('of a stream without facts are the beginning', async () => {
    const { folds } = setUp();
    const [one] = await folds.load([counter('a')]);
    expect(one).toMatchObject({ stream: 'a', revision: 'none', state: { sum: 0, facts: 0 } });
    expect(one.reports.size).toBe(0);
  });

  it('are read forward from where they stand, and never stale', async () => {
    const { log, folds, questions } = setUp();
    await log.append(append('a', 'none', 1, 2));
    expect((await folds.load([counter('a')]))[0]).toMatchObject({ revision: 1, state: { sum: 3, facts: 2 } });
    await log.append(append('a', 1, 10));
    expect((await folds.load([counter('a')]))[0]).toMatchObject({
      revision: 2,
      state: { sum: 13, facts: 3 },
    });
    expect((await folds.load([counter('a')]))[0]).toMatchObject({ revision: 2, state: { sum: 13 } });
    expect(questions).toEqual([['a 0'], ['a 2'], ['a 3']]);
  });

  it('may be asked for as they were last known, for which the log is asked only where nothing is', async () => {
    const { log, folds, questions } = setUp();
    await log.append(append('a', 'none', 1));
    expect((await folds.loadOne(counter('a'), { cached: true })).state.sum).toBe(1);
    await log.append(append('a', 0, 2));
    expect((await folds.loadOne(counter('a'), { cached: true })).state.sum).toBe(1);
    expect(questions).toEqual([['a 0']]);
    expect((await folds.loadOne(counter('a'))).state.sum).toBe(3);
    expect(questions).toEqual([['a 0'], ['a 1']]);
  });

  it('of nothing that was recorded are the beginning', async () => {
    const { folds } = setUp();
    expect(await folds.foldedOf(counter('a'), [])).toMatchObject({ revision: 'none', state: { sum: 0 } });
  });

  it('come in the order asked, questions of one moment together', async () => {
    const { log, folds, questions } = setUp();
    await log.append(append('b', 'none', 5));
    const [a, b] = await folds.load([counter('a'), counter('b')]);
    expect([a.state.sum, b.state.sum]).toEqual([0, 5]);
    expect(questions).toEqual([['a 0', 'b 0']]);
  });

  it('know the reports of their stream, with their first outcome', async () => {
    const { log, folds } = setUp();
    await log.append({ stream: 'a', expectedRevision: 'none', facts: [counted(1), counted(2, 'r1')] });
    const [{ reports }] = await folds.load([counter('a')]);
    expect(reports.toJS()).toEqual({
      r1: {
        digest: 'digest of r1',
        factType: 'Counted',
        revision: 1,
        flags: [],
        stampedAt: '2024-06-03T04:00:00.000Z',
      },
    });
  });

  it('are kept in so many bytes: many short streams, or fewer long ones, and any by itself', async () => {
    const { log, questions } = countingLog();
    const names = Array.from({ length: 10 }, (_, no) => `short-${no}`);
    for (const name of names) await log.append(append(name, 'none', 1));
    await log.append(append('long', 'none', ...Array.from({ length: 1_000 }, () => 1)));
    const folds = new StreamFolds(log, { keep: 100, keepBytes: 10 * 1_300 });
    const asked = async (...streams: readonly string[]): Promise<readonly string[]> => {
      questions.length = 0;
      for (const stream of streams) await folds.load([counter(stream)]);
      return questions.flat();
    };
    await asked(...names);
    expect(await asked(...names)).toEqual(names.map((name) => `${name} 1`));
    // It takes the place of three of those that were not asked for lately.
    await asked('long');
    expect(await asked('long', 'short-9', 'short-0')).toEqual(['long 1000', 'short-9 1', 'short-0 0']);
  });

  it('take over what was just appended', async () => {
    const { log, folds, questions } = setUp();
    const [before] = await folds.load([counter('a')]);
    const appending = append('a', 'none', 7);
    await log.append(appending);
    folds.advance(counter('a'), before, storedAs(appending, 0));
    expect((await folds.load([counter('a')]))[0]).toMatchObject({ revision: 0, state: { sum: 7 } });
    expect(questions.at(-1)).toEqual(['a 1']);
    // Nothing that is behind takes its place.
    folds.advance(counter('a'), before, []);
    expect(folds.cached(counter('a'))).toMatchObject({ revision: 0, state: { sum: 7 } });
    expect((await folds.load([counter('a')]))[0].state.sum).toBe(7);
  });

  it('are not taken back by an answer that was asked for before and comes later', async () => {
    const { log, questions } = countingLog();
    let answerFirst = (): void => undefined;
    const held = new Promise<void>((done) => (answerFirst = done));
    let asked = 0;
    const slow = Object.assign(Object.create(log) as EventLog & ManyStreams, {
      readStreams: async (reads: Parameters<ManyStreams['readStreams']>[0]) => {
        const facts = await log.readStreams(reads);
        if ((asked += 1) === 1) await held;
        return facts;
      },
    });
    const folds = new StreamFolds(slow, { keep: 10 });
    await log.append(append('a', 'none', 1));
    const first = folds.load([counter('a')]);
    while (asked === 0) await Promise.resolve();
    await log.append(append('a', 0, 2, 3));
    await folds.load([counter('a')]);
    answerFirst();
    expect((await first)[0]).toMatchObject({ revision: 0, state: { sum: 1 } });
    expect(folds.cached(counter('a'))).toMatchObject({ revision: 2, state: { sum: 6 } });
    await folds.load([counter('a')]);
    expect(questions.at(-1)).toEqual(['a 3']);
  });

  it('of one stream in two ways are kept apart, each read from where it stands', async () => {
    const { log, folds } = setUp();
    const product: FoldRequest<number> = {
      stream: 'a',
      fold: {
        kind: 'product',
        evolution: { initial: 1, evolve: (state, { data }) => state * (data as { by: number }).by },
      },
    };
    await log.append(append('a', 'none', 2, 3));
    await folds.load([counter('a')]);
    await log.append(append('a', 1, 4));
    const [sum, multiplied] = await folds.load<readonly [Counter, number]>([counter('a'), product]);
    expect([sum.state.sum, multiplied.state]).toEqual([9, 24]);
    const again = await folds.load<readonly [Counter, number]>([counter('a'), product]);
    expect([again[0].state.sum, again[1].state]).toEqual([9, 24]);
  });

  it('of a long stream are folded in slices, and others have their turn in between', async () => {
    const { log } = setUp();
    const facts = 2_600;
    await log.append(append('a', 'none', ...Array.from({ length: facts }, () => 1)));
    const folds = new StreamFolds(log, { keep: 1 });
    const recorded = await folds.factsOf('a');
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const whole = await folds.foldedOf(counter('a'), recorded);
    isDone = true;
    expect(whole).toMatchObject({ revision: facts - 1, state: { sum: facts, facts } });
    expect(turns).toBeGreaterThanOrEqual(5);
    // As it is kept, without a fold.
    expect(await folds.foldedOf(counter('a'), recorded)).toBe(whole);
  });

  it('are the same when memory holds only one of them', async () => {
    const { log, folds } = setUp(1);
    await log.append(append('a', 'none', 1));
    await log.append(append('b', 'none', 2));
    for (const [stream, sum] of [
      ['a', 1],
      ['b', 2],
      ['a', 1],
    ] as const)
      expect((await folds.load([counter(stream)]))[0].state.sum).toBe(sum);
  });

  it('above others begin where those stand, and leave them alone', async () => {
    const { log, folds, questions } = setUp();
    await log.append(append('a', 'none', 1, 2));
    await folds.load([counter('a')]);
    const above = new StreamFolds(log, { keep: 10, below: folds });
    const [current] = await above.load([counter('a')]);
    expect(current.state.sum).toBe(3);
    expect(questions.at(-1)).toEqual(['a 2']);
    above.advance(counter('a'), current, storedAs(append('a', 1, 100), 2));
    expect((await folds.load([counter('a')]))[0].state.sum).toBe(3);
  });
});
