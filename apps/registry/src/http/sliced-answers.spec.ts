import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AnswerInPieces, TimeSlices, serialisedInSlices } from './time-slices.js';

const serialised = async (answer: object): Promise<string> =>
  (await serialisedInSlices(answer, new TimeSlices())).join('');

describe('an answer serialised in slices', () => {
  it('is the same text as without slices', async () => {
    const answer = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())));
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        expect(await serialised(value)).toBe(JSON.stringify(value));
      }),
    );
    const gaps = { a: undefined, b: [undefined, 1], c: null };
    expect(await serialised(gaps)).toBe(JSON.stringify(gaps));
  });

  it('leaves the event loop to others meanwhile', async () => {
    let others = 0;
    const other = setInterval(() => (others += 1), 0);
    const item = { text: 'x'.repeat(50_000) };
    await serialisedInSlices({ items: Array(1_000).fill(item) }, new TimeSlices());
    clearInterval(other);
    expect(others).toBeGreaterThan(3);
  });

  it('is in pieces of bounded length, whatever the length of the whole', async () => {
    const answer = { items: Array(1_000).fill({ text: 'x'.repeat(5_000) }) };
    const pieces = await serialisedInSlices(answer, new TimeSlices());
    expect(pieces.join('')).toBe(JSON.stringify(answer));
    expect(pieces.length).toBeGreaterThan(50);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(80_000);
  });

  it('is written in pieces, and leaves the event loop to others between them', async () => {
    let others = 0;
    const other = setInterval(() => (others += 1), 0);
    const pieces = Array.from({ length: 200 }, (_, no) => Buffer.alloc(64 * 1024, no));
    const answer = new AnswerInPieces(pieces, new TimeSlices());
    const taken: Buffer[] = [];
    for await (const piece of answer) {
      const until = performance.now() + 1;
      while (performance.now() < until);
      taken.push(piece as Buffer);
    }
    clearInterval(other);
    expect(Buffer.concat(taken).equals(Buffer.concat(pieces))).toBe(true);
    expect(answer.length).toBe(200 * 64 * 1024);
    expect(others).toBeGreaterThan(30);
  });
});
