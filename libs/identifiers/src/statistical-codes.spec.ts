import { describe, expect, it } from '@jest/globals';
import { industriesUnder, industrySections } from './statistical-codes.js';

describe('an industry that is asked for', () => {
  it('matches itself, and a section also its divisions', () => {
    expect(industriesUnder('D')).toEqual(['D', 'D44', 'D45', 'D46']);
    expect(industriesUnder('D44')).toEqual(['D44']);
    expect(industriesUnder('X')).toEqual([]);
    expect(industrySections.flatMap(({ section }) => industriesUnder(section))).toHaveLength(20 + 97);
  });
});
