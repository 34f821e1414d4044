import { describe, expect, it } from '@jest/globals';
import { changeStream, Ledger } from './ledger.log.js';
import { append, clock, counted, type Counter, counter, countingLog } from './testing/counting-log.js';

const setUp = () => {
  const { log, index } = countingLog();
  return new Ledger(log, index, clock);
};

describe('changing a stream', () => {
  it('appends what was decided on it as it stands', async () => {
    const ledger = setUp();
    await ledger.log.append(append('a', 'none', 1));
    const change = await changeStream(ledger, counter('a'), ({ sum }) => ({
      outcome: 'record',
      facts: [counted(sum + 1)],
    }));
    expect(change).toEqual({ outcome: 'changed', position: '2' });
    expect((await ledger.folds.load([counter('a')]))[0]).toMatchObject({ revision: 1, state: { sum: 3 } });
  });

  it('appends nothing when it is unchanged or refused', async () => {
    const ledger = setUp();
    expect(await changeStream(ledger, counter('a'), () => ({ outcome: 'unchanged' }))).toEqual({
      outcome: 'unchanged',
      position: null,
    });
    expect(await changeStream(ledger, counter('a'), () => ({ outcome: 'refuse', refusal: 'no' }))).toEqual({
      outcome: 'refused',
      refusal: 'no',
    });
    expect((await ledger.folds.load([counter('a')]))[0].revision).toBe('none');
  });

  it('that is unchanged has no position where nothing stands, and the log is asked for none', async () => {
    const { log, index } = countingLog();
    const mute: typeof log = Object.assign(Object.create(log), {
      positionOf: () => Promise.reject(new Error('There is no such fact.')),
    });
    const change = changeStream(new Ledger(mute, index, clock), counter('a'), () => ({
      outcome: 'unchanged',
    }));
    expect(await change).toEqual({ outcome: 'unchanged', position: null });
  });

  it('that says it already is unchanged at the fact it stands at, or at the one that the decision names', async () => {
    const ledger = setUp();
    await ledger.log.append(append('other', 'none', 1));
    await ledger.log.append(append('a', 'none', 1, 2));
    const unchanged = (verdict: { readonly revision?: number }) =>
      changeStream(ledger, counter('a'), () => ({ outcome: 'unchanged', ...verdict }));
    expect(await unchanged({})).toEqual({ outcome: 'unchanged', position: '3' });
    expect(await unchanged({ revision: 0 })).toEqual({ outcome: 'unchanged', position: '2' });
  });

  it('need not read again what it appended', async () => {
    const { log, index, questions } = countingLog();
    const ledger = new Ledger(log, index, clock);
    await changeStream(ledger, counter('a'), () => ({ outcome: 'record', facts: [counted(1), counted(2)] }));
    expect((await ledger.folds.load([counter('a')]))[0]).toMatchObject({ revision: 1, state: { sum: 3 } });
    expect(questions).toEqual([['a 0'], ['a 2']]);
  });

  it('decides again when somebody else was faster', async () => {
    const ledger = setUp();
    const other = new Ledger(ledger.log, ledger.index, clock);
    const seen: number[] = [];
    let raced: Promise<unknown> | undefined;
    const change = await changeStream(ledger, counter('a'), ({ sum }: Counter) => {
      seen.push(sum);
      raced ??= changeStream(other, counter('a'), () => ({ outcome: 'record', facts: [counted(100)] }));
      // What lost the race is decided on what the winner left.
      return sum >= 100 ? { outcome: 'unchanged' } : { outcome: 'record', facts: [counted(1)] };
    });
    await raced;
    const [{ state }] = await other.folds.load([counter('a')]);
    expect([100, 101]).toContain(state.sum);
    expect(change.outcome).toBe(state.sum === 101 ? 'changed' : 'unchanged');
    expect(seen[0]).toBe(0);
  });

  it('of many at once loses none', async () => {
    const { log, index: reports } = setUp();
    const ledgers = [new Ledger(log, reports, clock), new Ledger(log, reports, clock)];
    await Promise.all(
      Array.from({ length: 40 }, (_, no) =>
        changeStream(ledgers[no % 2] as Ledger, counter('a'), () => ({
          outcome: 'record',
          facts: [counted(1)],
        })),
      ),
    );
    const [{ state }] = await new Ledger(log, reports, clock).folds.load([counter('a')]);
    expect(state).toEqual({ sum: 40, facts: 40 });
  });
});
