import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reportLines, TooMuchPassedOver } from '#intake';
import { chunksOf } from './spool-chunks.js';

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
  for await (const chunk of chunksOf(cut(bytes, places))) chunks.push(chunk);
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

  it('hold of a line that is too long its beginning, and as many reports as will be found in them', async () => {
    const long = (...parts: readonly (readonly [text: string, times: number])[]): string =>
      parts.map(([text, times]) => text.repeat(times)).join('');
    const lines = fc.array(
      fc.constantFrom(
        '{}',
        '',
        ' ',
        long(['y', 65_536]),
        long(['y', 65_537]),
        long(['y', 3_000_000]),
        long([' ', 70_000]),
        long([' ', 70_000], ['z', 2]),
        long([' ', 70_000], ['z', 2], [' ', 70_000]),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(), { maxLength: 6 }), async (sent, places) => {
        const chunks = await all(Buffer.from(sent.join('\n')), places);
        const found: unknown[] = [];
        for (const { bytes, firstLine } of chunks) {
          expect(bytes.length).toBeLessThan(1_000_000);
          for await (const { is, line } of reportLines([bytes], firstLine)) found.push([is, line]);
        }
        const expected = sent.flatMap((text, at) => {
          if (text.trim() === '') return [];
          if (text.length > 65_536) return [['too-large', at + 1]];
          return [[text === '{}' ? 'json' : 'not-json', at + 1]];
        });
        expect(found).toEqual(expected);
        expect(chunks.reduce((sum, { reports }) => sum + reports, 0)).toBe(expected.length);
      }),
      { numRuns: 60 },
    );
  });

  it('are none of a file most of which is on lines that are too long, and it is told which', async () => {
    const endless = async function* () {
      yield Buffer.from('a\n');
      for (;;) yield Buffer.alloc(1024 * 1024, 'b');
    };
    const reading = async (): Promise<void> => {
      for await (const { firstLine } of chunksOf(endless())) expect(firstLine).toBe(1);
    };
    await expect(reading()).rejects.toEqual(new TooMuchPassedOver(2));
  });

  it('of nothing are none', async () => {
    expect(await all(Buffer.alloc(0))).toEqual([]);
  });
});
