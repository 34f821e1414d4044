import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonScan } from './json-scan.js';

const jsonFault = (text: string, maxDepth: number): string | undefined => {
  const scan = new JsonScan(text, { maxDepth });
  scan.advance(text.length);
  return scan.fault;
};
const faultOf = (text: string): string | undefined => jsonFault(text, 32);

describe('nesting', () => {
  it('is counted in objects and arrays together, up to the limit', () => {
    expect(faultOf('['.repeat(32) + ']'.repeat(32))).toBeUndefined();
    expect(faultOf('['.repeat(33) + ']'.repeat(33))).toBe('it is nested deeper than 32');
    expect(faultOf('{"a":['.repeat(17) + ']}'.repeat(17))).toBe('it is nested deeper than 32');
    expect(jsonFault('1', 0)).toBeUndefined();
    expect(jsonFault('[]', 0)).toBe('it is nested deeper than 0');
  });

  it('is not counted in strings, nor side by side', () => {
    expect(faultOf(JSON.stringify(['['.repeat(100), '"{"\\'.repeat(100)]))).toBeUndefined();
    expect(faultOf(`[${'[],'.repeat(100)}{}]`)).toBeUndefined();
  });

  it.each(['[', '{"a":', '[{"a":['])('may be 100,000 times %s without an overflow', (opening) => {
    expect(faultOf(opening.repeat(100_000))).toBe('it is nested deeper than 32');
  });
});

describe('numbers', () => {
  it.each([
    '0',
    '-0',
    '9007199254740991',
    '-9007199254740991',
    '0.1',
    '1e15',
    '1E-400',
    '123456789012345.678',
  ])('may be %s', (text) => {
    expect(faultOf(`[${text}]`)).toBeUndefined();
  });

  it.each([
    '9007199254740992',
    '9007199254740993',
    '-9007199254740993',
    '1e16',
    '1e400',
    '-1e400',
    `${'9'.repeat(400)}.5`,
  ])('may not be %s, wherever it stands', (text) => {
    const reason = 'a number is beyond 2^53 − 1';
    expect(faultOf(text)).toBe(reason);
    expect(faultOf(`{"a":[1,${text}]}`)).toBe(reason);
    expect(faultOf(`["${text}"]`)).toBeUndefined();
  });
});

describe('strings', () => {
  it('may not hold U+0000', () => {
    const reason = 'a string holds U+0000';
    expect(faultOf(String.raw`"a\u0000b"`)).toBe(reason);
    expect(faultOf(String.raw`{"\u0000":1}`)).toBe(reason);
    expect(faultOf('"\0"')).toBe(reason);
    expect(faultOf(String.raw`{"a":"\u0000","a":"b"}`)).toBe(reason);
    expect(faultOf(String.raw`"\\u0000"`)).toBeUndefined();
    expect(faultOf(String.raw`"\u0001"`)).toBeUndefined();
  });

  it.each([
    String.raw`"\ud800"`,
    String.raw`"\uDC00"`,
    String.raw`"\udc00\ud800"`,
    String.raw`"\ud83d\ud83d\ude00"`,
    String.raw`"\ud83d\n\ude00"`,
    String.raw`"\ud83da"`,
    String.raw`"\ud83d\\ude00"`,
    String.raw`{"\ud800":1}`,
    String.raw`["\ud83d","\ude00"]`,
    '"\ud800"',
    '"a\udc00"',
  ])('may not hold a lone surrogate: %j', (text) => {
    expect(faultOf(text)).toBe('a string holds a lone surrogate');
  });

  it('may hold surrogate pairs, escaped or not', () => {
    expect(faultOf(String.raw`"\ud83d\ude00"`)).toBeUndefined();
    expect(faultOf('"😀"')).toBeUndefined();
    expect(faultOf(`"\ud83d${String.raw`\ude00`}"`)).toBeUndefined();
    expect(faultOf(String.raw`"\\ud800"`)).toBeUndefined();
  });

  it('are refused for surrogates exactly when the parsed value is not well-formed', () => {
    const escapes = ['\\ud83d', '\\ude00', '\\uD83D', '\\u00e9', '\\\\', '\\"', '\\n'];
    const piece = fc.constantFrom(...escapes, '\ud83d', '\ude00', '😀', 'u', 'd800');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = `"${pieces.join('')}"`;
        const wellFormed = !/\p{Surrogate}/u.test(JSON.parse(text) as string);
        expect(faultOf(text) === undefined).toBe(wellFormed);
      }),
      { numRuns: 3_000 },
    );
  });
});
