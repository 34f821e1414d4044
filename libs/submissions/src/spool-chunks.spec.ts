import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunksOf, LineTooLong } from './spool-chunks.js';

const cut = async function* (bytes: Buffer, places: readonly number[]) {
  let from = 0;
  const ends = places.map((place) => place % (bytes.length + 1)).sort((one, other) => one - other);
  for (const to of [...ends, bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
};

const all = async (bytes: Buffer, places: readonly number[] = []) => {
  const chunks = [];
  for await (const chunk of chunksOf(cut(bytes, places), 1_000)) chunks.push(chunk);
  return chunks;
};

describe('chunks of a file', () => {
  it('are the file, cut between lines, wherever it was cut before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('', ' \t\r', 'x', '{"a":1}', 'y'.repeat(900)), { maxLength: 2_500 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.boolean(),
        async (lines, places, isEnded) => {
          const bytes = Buffer.from(lines.join('\n') + (isEnded ? '\n' : ''));
          const chunks = await all(bytes, places);
          expect(Buffer.concat(chunks.map((chunk) => chunk.bytes)).equals(bytes)).toBe(true);
          const reports = chunks.reduce((sum, chunk) => sum + chunk.reports, 0);
          expect(reports).toBe(lines.filter((line) => line.trim() !== '').length);
          let line = 1;
          for (const [no, chunk] of chunks.entries()) {
            expect(chunk.firstLine).toBe(line);
            const text = chunk.bytes.toString();
            if (no < chunks.length - 1) expect(text.endsWith('\n')).toBe(true);
            line += text.split('\n').length - 1;
            expect(chunk.reports).toBeLessThanOrEqual(1_000);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('have no line that is longer than a line may be', async () => {
    const bytes = Buffer.from(`a\n${'b'.repeat(1_001)}`);
    await expect(all(bytes)).rejects.toEqual(new LineTooLong(2));
    await expect(all(bytes, [500, 900])).rejects.toEqual(new LineTooLong(2));
    expect(await all(Buffer.from('b'.repeat(1_000)))).toHaveLength(1);
  });

  it('of nothing are none', async () => {
    expect(await all(Buffer.alloc(0))).toEqual([]);
  });
});
