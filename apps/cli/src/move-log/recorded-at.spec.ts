import { describe, expect, it } from '@jest/globals';
import { recordedAfter } from './side.js';

describe('when a fact was recorded', () => {
  it.each([
    [null, '2024-05-05T01:02:03.004Z', '2024-05-05T01:02:03.004Z'],
    [null, '2024-05-05T01:02:03Z', '2024-05-05T01:02:03.000Z'],
    [null, '2024-05-05T01:02:03.0044Z', '2024-05-05T01:02:03.004Z'],
    [null, '2024-05-05T01:02:03.0045Z', '2024-05-05T01:02:03.005Z'],
    [null, '2024-12-31T23:59:59.9996Z', '2025-01-01T00:00:00.000Z'],
    ['2024-05-05T01:02:03.005Z', '2024-05-05T01:02:03.004Z', '2024-05-05T01:02:03.005Z'],
    ['2024-05-05T01:02:03.005Z', '2024-05-05T01:02:03.006Z', '2024-05-05T01:02:03.006Z'],
  ])('after %s, stamped %s: %s', (before, stampedAt, recordedAt) => {
    expect(recordedAfter(before, stampedAt)).toBe(recordedAt);
  });

  it('is not worked out of what is no instant', () => {
    expect(() => recordedAfter(null, 'yesterday')).toThrow(TypeError);
  });
});
