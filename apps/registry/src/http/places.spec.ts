import { describe, expect, it } from '@jest/globals';
import { ConcurrencyLimit } from './places.js';

describe('places for answers', () => {
  it('are so many for one key and so many in all', () => {
    const places = new ConcurrencyLimit({ inAll: 3, ofOneKey: 2 });
    places.take('a');
    places.take('a');
    expect(places.refusal('a')).toMatch(/^This key has 2 answers/);
    expect(places.refusal('b')).toBeUndefined();
    places.take('b');
    expect(places.refusal('b')).toMatch(/^3 answers/);
    expect(places.refusal('c')).toMatch(/^3 answers/);
  });

  it('are left once, however often that is said', () => {
    const places = new ConcurrencyLimit({ inAll: 2, ofOneKey: 1 });
    const leave = places.take('a');
    places.take('b');
    leave();
    leave();
    expect(places.refusal('a')).toBeUndefined();
    places.take('a');
    expect(places.refusal('c')).toBeDefined();
  });
});
