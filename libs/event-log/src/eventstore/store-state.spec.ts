import { describe, expect, it } from '@jest/globals';
import { reasonsOf, type StoreState } from './store-state.js';

const well: StoreState = {
  answers: 'yes',
  isOtherStore: false,
  isBarrierPassed: true,
  sequencer: { failure: null, silentMs: 10_000 },
  behindMs: 10_000,
};

describe('the state of an event store', () => {
  it('has no reason against it while all is well, up to the limits', () => {
    expect(reasonsOf(well)).toEqual([]);
  });

  it('says nothing of a sequencer that could not be asked about', () => {
    expect(reasonsOf({ ...well, sequencer: 'unread', behindMs: null })).toEqual([]);
  });

  it.each<[string, Partial<StoreState>]>([
    ['does not answer', { answers: 'silent' }],
    ['denies access', { answers: 'denied' }],
    ['It is another store', { isOtherStore: true }],
    ['before this registry started', { isBarrierPassed: false }],
    ['Nobody has begun', { sequencer: 'none' }],
    ['another prefix', { sequencer: 'of-another-prefix' }],
    ['stands still: why', { sequencer: { failure: 'why', silentMs: 60_000 } }],
    ['last heard of 10001 ms ago', { sequencer: { failure: null, silentMs: 10_001 } }],
    ['For 10001 ms', { behindMs: 10_001 }],
  ])('tells in one sentence: %s', (words, changes) => {
    expect(reasonsOf({ ...well, ...changes })).toEqual([expect.stringContaining(words)]);
  });
});
