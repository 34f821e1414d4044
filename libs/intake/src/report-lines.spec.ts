import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BlankLines, EndlessLine, longestLine, reportLines, TooManyBlankLines } from './report-lines.js';

const cut = async function* (bytes: Buffer, places: readonly number[]) {
  let from = 0;
  for (const to of [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  )) {
    yield bytes.subarray(from, to);
    from = to;
  }
};

const read = async (bytes: Buffer, places: readonly number[] = []) => {
  const found: unknown[] = [];
  for await (const line of reportLines(cut(bytes, places)))
    found.push(line.is === 'json' ? line.value() : line.is);
  return found;
};

describe('reports on lines', () => {
  it('are the same wherever the stream is cut', async () => {
    const document = fc.dictionary(fc.string({ unit: 'binary' }), fc.integer());
    await fc.assert(
      fc.asyncProperty(
        fc.array(document.map((one) => JSON.parse(JSON.stringify(one).replaceAll('\\u0000', '0')))),
        fc.array(fc.nat()),
        fc.constantFrom('\n', '\r\n', '\n\n', '\n \t\r\n'),
        fc.boolean(),
        async (documents, places, end, isEnded) => {
          const text = documents.map((one) => JSON.stringify(one)).join(end) + (isEnded ? end : '');
          expect(await read(Buffer.from(text), places)).toEqual(documents);
        },
      ),
    );
  });

  it('fail one by one', async () => {
    const long = `{"x":"${'x'.repeat(65_536)}"}`;
    const most = `{"x":"${'x'.repeat(65_536 - 8)}"}`;
    const lines = [
      '{"a":1}',
      '{',
      '\u0000',
      '\ufeff{}',
      '[1]',
      '"a',
      long,
      most,
      '{"a":"\\ud800"}',
      '{"a":1}{"a":1}',
      '{"b":2}',
    ];
    const bytes = Buffer.concat([
      Buffer.from(`${lines.join('\n')}\n`),
      Buffer.from([0xff, 0x0a]),
      Buffer.from('{"c":3}'),
    ]);
    expect(await read(bytes)).toEqual([
      { a: 1 },
      'not-json',
      'not-json',
      'not-json',
      [1],
      'not-json',
      'too-large',
      { x: 'x'.repeat(65_536 - 8) },
      'not-json',
      'not-json',
      { b: 2 },
      'not-json',
      { c: 3 },
    ]);
  });

  it('keep nothing of a line that is too long, and end the stream at one without an end', async () => {
    const endless = async function* () {
      yield Buffer.from('{"a":1}\n');
      for (;;) yield Buffer.alloc(64 * 1024, 0x20);
    };
    const lines = reportLines(endless());
    expect((await lines.next()).value).toMatchObject({ bytes: 7 });
    await expect(lines.next()).rejects.toThrow(EndlessLine);
    const long = Buffer.alloc(longestLine, 0x78);
    expect(await read(Buffer.concat([long, Buffer.from('\n{}')]))).toEqual(['too-large', {}]);
  });

  it('may have as many bytes of nothing between them as they have themselves, wherever the stream is cut', () => {
    const noted = (text: string, size: number): BlankLines => {
      const blank = new BlankLines();
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; from += size) blank.note(bytes.subarray(from, from + size));
      return blank;
    };
    const report = `{"x":"${'x'.repeat(90)}"}\n`;
    fc.assert(
      fc.property(
        fc.integer({ min: 7, max: 70_000 }),
        fc.constantFrom('\n', '\r\n', ' \t\n'),
        (size, end) => {
          const after = end.repeat(report.length / end.length);
          noted((report + after).repeat(1_000), size);
          noted(end.repeat(65_536 / 4), size);
          expect(() => noted((report + after + end.repeat(8)).repeat(9_000), 65_536)).toThrow(
            TooManyBlankLines,
          );
        },
      ),
      { numRuns: 5 },
    );
    expect(() => noted('\n'.repeat(65_537), 1_000)).toThrow(TooManyBlankLines);
    expect(() => noted(' '.repeat(65_537), 1_000)).toThrow(TooManyBlankLines);
  });
});
