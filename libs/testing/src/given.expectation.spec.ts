import { describe, expect, it } from '@jest/globals';
import type { StoredFact } from '#facts';
import { factOf } from './fact-of.js';
import { given } from './given.expectation.js';

// A language of tests that cannot fail would be a defect: each of its words is shown a verdict that it must not take.

const counting = { initial: 0, evolve: (sum: number, fact: StoredFact) => sum + fact.revision + 1 };
const facts = [factOf('One', {}), factOf('Two', {})];
const verdict = (answer: object) => given(counting).when(() => answer);
const recorded = (...flags: readonly string[]) => ({
  outcome: 'record',
  fact: { type: 'A', data: { a: 1, b: 2 } },
  flags,
});
const refused = {
  outcome: 'refuse',
  rule: 'RNW-R02',
  pointer: '/data/amount',
  because: {},
  retryable: false,
};

describe('given, when, then', () => {
  it('folds what is given, each fact at its revision', () => {
    expect(given(counting, ...facts).state).toBe(3);
    given(counting, ...facts)
      .when((sum) => ({ ...refused, rule: sum === 3 ? 'RNW-R02' : 'other' }))
      .thenRefused('RNW-R02');
  });

  it('takes a fact without marks', () => {
    verdict(recorded()).thenRecorded({ type: 'A', data: { a: 1 } });
    verdict({ outcome: 'record', type: 'A', data: {} }).thenRecorded({ type: 'A' });
    expect(() => verdict(recorded()).thenRecorded({ data: { a: 2 } })).toThrow();
    expect(() => verdict(recorded('RNW-W12')).thenRecorded()).toThrow();
    expect(() => verdict(refused).thenRecorded()).toThrow();
  });

  it('takes exactly these marks', () => {
    verdict(recorded('TIM-W05', 'RNW-W12')).thenFlagged('TIM-W05', 'RNW-W12');
    expect(() => verdict(recorded('TIM-W05', 'RNW-W12')).thenFlagged('TIM-W05')).toThrow();
    expect(() => verdict(recorded('RNW-W12', 'TIM-W05')).thenFlagged('TIM-W05', 'RNW-W12')).toThrow();
    expect(() => verdict(recorded()).thenFlagged('TIM-W05')).toThrow();
    expect(() => verdict(refused).thenFlagged()).toThrow();
  });

  it('takes this rule, there, and whether it may pass later', () => {
    verdict(refused).thenRefused('RNW-R02', '/data/amount');
    verdict({ outcome: 'refuse', refusal: refused }).thenRefused('RNW-R02');
    verdict({ outcome: 'refuse', refusal: 'unknown' }).thenRefused('unknown');
    expect(() => verdict(refused).thenRefused('RNW-R03')).toThrow();
    expect(() => verdict(refused).thenRefused('RNW-R02', '/data')).toThrow();
    expect(() => verdict({ ...refused, retryable: true }).thenRefused('RNW-R02')).toThrow();
    expect(() => verdict(refused).thenRefused('RNW-R02', undefined, { retryable: true })).toThrow();
    expect(() => verdict({ outcome: 'refuse', refusal: 'unknown' }).thenRefused('other')).toThrow();
    expect(() => verdict(recorded()).thenRefused('RNW-R02')).toThrow();
  });

  it('takes these figures beside the rule, and no others', () => {
    const saying = { ...refused, because: { owed: '1.00', on: '2024-05-06' } };
    verdict(saying).thenRefused('RNW-R02', '/data/amount');
    verdict(saying).thenRefused('RNW-R02', '/data/amount', { because: saying.because });
    for (const because of [{}, { owed: '1.00' }, { ...saying.because, owed: '2.00' }])
      expect(() => verdict(saying).thenRefused('RNW-R02', '/data/amount', { because })).toThrow();
  });

  it('takes nothing for unchanged', () => {
    verdict({ outcome: 'unchanged' }).thenUnchanged();
    expect(() => verdict(recorded()).thenUnchanged()).toThrow();
  });
});
