import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TimeSlices, serialisedInSlices } from './time-slices.js';

describe('an answer serialised in slices', () => {
  it('is the same text as without slices', async () => {
    const answer = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())));
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        expect(await serialisedInSlices(value, new TimeSlices())).toBe(JSON.stringify(value));
      }),
    );
    const gaps = { a: undefined, b: [undefined, 1], c: null };
    expect(await serialisedInSlices(gaps, new TimeSlices())).toBe(JSON.stringify(gaps));
  });

  it('leaves the event loop to others meanwhile', async () => {
    let others = 0;
    const other = setInterval(() => (others += 1), 0);
    const item = { text: 'x'.repeat(50_000) };
    await serialisedInSlices({ items: Array(1_000).fill(item) }, new TimeSlices());
    clearInterval(other);
    expect(others).toBeGreaterThan(3);
  });
});
