import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimit } from './rate-limit.js';

describe('answers under way at once', () => {
  it('are bounded for each key and in all', () => {
    const limit = new ConcurrencyLimit({ inAll: 3, ofOneKey: 2 });
    limit.take('a');
    limit.take('a');
    expect(limit.refusal('a')).toMatch(/^This key has 2 answers/);
    expect(limit.refusal('b')).toBeUndefined();
    limit.take('b');
    expect(limit.refusal('b')).toMatch(/^3 answers/);
    expect(limit.refusal('c')).toMatch(/^3 answers/);
  });

  it('are released once, however often release is called', () => {
    const limit = new ConcurrencyLimit({ inAll: 2, ofOneKey: 1 });
    const lease = limit.take('a');
    limit.take('b');
    lease.release();
    lease.release();
    expect(limit.refusal('a')).toBeUndefined();
    limit.take('a');
    expect(limit.refusal('c')).toBeDefined();
  });
});
