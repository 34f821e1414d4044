import { describe, expect, it } from '@jest/globals';
import type { EventLog, ManyStreams } from '#event-log';
import { append, counter, countingLog } from './testing/counting-log.js';
import { StreamFolds } from './stream-folds.log.js';

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
