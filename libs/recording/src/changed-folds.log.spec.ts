import { describe, expect, it } from '@jest/globals';
import type { EventLog, ManyStreams } from '#event-log';
import { append, changed, counter, countingLog } from './testing/counting-log.js';
import { storedAs } from './ledger.log.js';
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

describe('folds of many streams', () => {
  it('fail with the log, and go on with it', async () => {
    const { log } = countingLog();
    let isDown = true;
    const failing = Object.assign(Object.create(log) as EventLog & ManyStreams, {
      readStreams: (reads: Parameters<ManyStreams['readStreams']>[0]) =>
        isDown ? Promise.reject(new Error('down')) : log.readStreams(reads),
    });
    const folds = new StreamFolds(failing, { keep: 10 });
    await expect(folds.load([counter('a')])).rejects.toThrow('down');
    isDown = false;
    await expect(folds.load([counter('a')])).resolves.toHaveLength(1);
  });

  it('answer many at once, more than one question takes', async () => {
    const { log, questions } = countingLog();
    const folds = new StreamFolds(log, { keep: 1_000 });
    await Promise.all(Array.from({ length: 450 }, (_, no) => log.append(append(`s${no}`, 'none', no))));
    const sums = await Promise.all(
      Array.from({ length: 450 }, async (_, no) => (await folds.load([counter(`s${no}`)]))[0].state.sum),
    );
    expect(sums).toEqual(Array.from({ length: 450 }, (_, no) => no));
    expect(questions.length).toBeLessThan(450);
  });
});
