import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BlankLines, reportLines, TooManyBlankLines, TooMuchPassedOver } from './report-lines.js';

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

  it('say what they are instead, where they are of JSON that is framed otherwise', async () => {
    const reports = [
      { id: 'a', tags: [] },
      { id: 'b', data: { tags: ['X', 'Y'] } },
    ];
    const whyOf = async (text: string): Promise<readonly string[]> => {
      const whys: string[] = [];
      for await (const line of reportLines([Buffer.from(text)]))
        whys.push(line.is === 'not-json' ? line.reason : line.is);
      return whys;
    };
    const ofArray = expect.stringContaining('it is of an array');
    expect(await whyOf(`[${reports.map((report) => JSON.stringify(report)).join(',\n')}]`)).toEqual([
      ofArray,
      ofArray,
    ]);
    expect(await whyOf(`[\n${JSON.stringify(reports[0])},\n${JSON.stringify(reports[1])}\n]`)).toEqual([
      expect.stringContaining('over several lines'),
      ofArray,
      'json',
      expect.stringContaining('over several lines'),
    ]);
    const [first, id, tags, ...more] = await whyOf(JSON.stringify(reports[1], null, '\t'));
    expect([first, id, tags, more.at(-1)]).toEqual(
      Array.from({ length: 4 }, () => expect.stringContaining('over several lines')),
    );
    // A report that was cut off, or is no JSON for another reason, is none of these.
    expect(await whyOf('{"id":"a"\n{"id":01}\n{"id":"a"}{"id":"b"}\nid,subject')).toEqual(
      Array.from({ length: 4 }, () => expect.stringContaining('not well-formed')),
    );
    const whole = JSON.stringify(Array.from({ length: 20_000 }, () => reports[0]));
    for await (const line of reportLines([Buffer.from(` ${whole}\n${whole.slice(1)}`)]))
      expect(line).toMatchObject({ is: 'too-large', beginsArray: line.line === 1 });
  });

  it.each(['[{}', '{},', '"a":', '{}'])(
    'say what they are in no time, however blank they are after %s',
    async (begun) => {
      const blank = `${begun}${' '.repeat(65_000)}`;
      const began = process.cpuUsage();
      for await (const { is } of reportLines([Buffer.from(`${blank}x\n${blank}\u2028x`)]))
        expect(is).toBe('not-json');
      const { user, system } = process.cpuUsage(began);
      // A search that begins anew at each blank takes seconds.
      expect((user + system) / 1_000).toBeLessThan(500);
    },
  );

  it('are read on after a line of any length', async () => {
    const part = Buffer.alloc(1024 * 1024, 0x78);
    const sent = function* () {
      yield Buffer.from('{"a":1}\n');
      for (let count = 0; count < 200; count += 1) yield part;
      yield Buffer.from('\n{"b":2}');
    };
    const found = [];
    for await (const { is, bytes, line } of reportLines(sent())) found.push([is, bytes, line]);
    expect(found).toEqual([
      ['json', 7, 1],
      ['too-large', 200 * part.length, 2],
      ['json', 7, 3],
    ]);
  });

  it('are none on a line that is too long and has nothing on it, wherever the stream is cut', async () => {
    const blank = Buffer.alloc(70_000, ' ');
    const late = Buffer.concat([blank, Buffer.from('x')]);
    for (const places of [[], [1, 66_000], [70_000]]) {
      expect(await read(Buffer.concat([blank, Buffer.from('\n{}')]), places)).toEqual([{}]);
      expect(await read(Buffer.concat([late, Buffer.from('\n{}')]), places)).toEqual(['too-large', {}]);
    }
  });

  it('end where too much is on lines that are too long, and it is told which line goes on', async () => {
    const endless = async function* () {
      yield Buffer.from('{"a":1}\n');
      for (;;) yield Buffer.alloc(1024 * 1024, 0x78);
    };
    const lines = reportLines(endless());
    expect((await lines.next()).value).toMatchObject({ bytes: 7 });
    await expect(lines.next()).rejects.toEqual(new TooMuchPassedOver(2));
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
