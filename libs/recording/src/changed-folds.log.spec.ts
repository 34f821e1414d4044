import { describe, expect, it } from '@jest/globals';
import { append, changed, counter, countingLog } from './testing/counting-log.js';
import { storedAs } from './change-stream.log.js';
import { StreamFolds } from './stream-folds.log.js';

const setUp = () => {
  const { log, questions } = countingLog();
  return { log, questions, folds: new StreamFolds(log, { keep: 100 }) };
};

describe('folds of streams in which something was changed', () => {
  it('are of the facts as they stand, and read whole only when something in them was changed', async () => {
    const { log, folds, questions } = setUp();
    await log.append(append('a', 'none', 1, 2, 4));
    await folds.load([counter('a')]);
    const change = { stream: 'a', expectedRevision: 2, facts: [changed(1)] };
    await log.append(change);
    await log.append(append('a', 3, 8));
    const [corrected] = await folds.load([counter('a')]);
    expect(corrected).toMatchObject({ revision: 4, state: { sum: 1 + 100 + 4 + 8, facts: 4 } });
    expect(corrected.reports.has('change of 1')).toBe(true);
    await log.append(append('a', 4, 16));
    expect((await folds.load([counter('a')]))[0].state.sum).toBe(129);
    const [afresh] = await new StreamFolds(log, { keep: 1 }).load([counter('a')]);
    expect(afresh).toMatchObject({ revision: 5, state: { sum: 129, facts: 5 } });
    expect(questions).toEqual([['a 0'], ['a 3'], ['a 0'], ['a 5'], ['a 0']]);
  });

  it('take over a change, for who knows what comes out', async () => {
    const { log, questions, folds } = setUp();
    await log.append(append('a', 'none', 1, 2));
    const [standing] = await folds.load([counter('a')]);
    const change = { stream: 'a', expectedRevision: 1, facts: [changed(0, 'FactReversed')] };
    await log.append(change);
    folds.replaceState(counter('a'), standing, { sum: 2, facts: 1 }, storedAs(change, 2));
    const [loaded] = await folds.load([counter('a')]);
    expect(loaded).toMatchObject({ revision: 2, state: { sum: 2, facts: 1 } });
    expect(loaded.reports.has('change of 0')).toBe(true);
    expect(questions.at(-1)).toEqual(['a 3']);
  });

  it('leave what changes them to the next load', async () => {
    const { log, folds } = setUp();
    await log.append(append('a', 'none', 1, 2));
    const [standing] = await folds.load([counter('a')]);
    const change = { stream: 'a', expectedRevision: 1, facts: [changed(0, 'FactReversed')] };
    await log.append(change);
    folds.advance(counter('a'), standing, storedAs(change, 2));
    expect(folds.cached(counter('a'))).toMatchObject({ revision: 1, state: { sum: 3 } });
    expect((await folds.load([counter('a')]))[0]).toMatchObject({ revision: 2, state: { sum: 2, facts: 1 } });
  });
});
