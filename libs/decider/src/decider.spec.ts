import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isUnchanged, record, refuse, replay } from './index.js';

const listing = {
  initial: [] as readonly number[],
  evolve: (list: readonly number[], fact: number) => [...list, fact],
};

describe('replay', () => {
  it('folds in the order given, from nothing', () => {
    expect(replay(listing, [])).toBe(listing.initial);
    expect(replay(listing, [3, 1, 2])).toEqual([3, 1, 2]);
  });

  it('may be interrupted anywhere and go on', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (facts, cut) => {
        const before = replay(listing, facts.slice(0, cut));
        expect(replay({ ...listing, initial: before }, facts.slice(cut))).toEqual(replay(listing, facts));
      }),
    );
  });
});

describe('a decision', () => {
  it('records a fact, without marks unless it has some', () => {
    expect(record('fact')).toEqual({ outcome: 'record', fact: 'fact', flags: [] });
    expect(record('fact', ['TIM-W05'])).toEqual({ outcome: 'record', fact: 'fact', flags: ['TIM-W05'] });
  });

  it('refuses by a rule, for good unless it says otherwise', () => {
    expect(refuse('RNW-R01', '/subject')).toEqual({
      outcome: 'refuse',
      rule: 'RNW-R01',
      pointer: '/subject',
      because: {},
      retryable: false,
    });
    expect(refuse('BLO-R02', '/data/amount', { used: '1.00' }, { retryable: true })).toMatchObject({
      because: { used: '1.00' },
      retryable: true,
    });
  });
});

describe('a definition put again', () => {
  const current = { name: { zh: '纾困', en: 'Relief' }, cap: null, list: [1, 2] };

  it.each([
    [{}, true],
    [{ name: { en: 'Relief', zh: '纾困' } }, true],
    [{ list: [2, 1] }, false],
    [{ name: { en: 'Relief' } }, false],
    [{ cap: '0.00' }, false],
    [{ cap: undefined }, false],
    [{ from: '2024-01-01' }, false],
  ])('as a whole is what stands, in whatever order its members: %j: %s', (changes, expected) => {
    const { cap, ...others } = { ...current, ...changes };
    expect(isUnchanged({ ...others, ...(cap === undefined ? {} : { cap }) }, current)).toBe(expected);
  });
});
