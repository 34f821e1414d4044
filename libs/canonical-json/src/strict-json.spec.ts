import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson } from './strict-json.js';

const limits = { maxDepth: 32 };
const reasonOf = (text: string): string | undefined => {
  const parsed = parseStrictJson(text, limits);
  return parsed.ok ? undefined : parsed.reason;
};
const valueOf = (text: string): unknown => {
  const parsed = parseStrictJson(text, limits);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

describe('strict JSON', () => {
  it('accepts what JSON.parse accepts', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 6 }),
        fc.integer({ min: 0, max: 3 }),
        (value, space) => {
          const text = JSON.stringify(
            value,
            (_name, member: unknown) => (typeof member === 'number' ? Math.atan(member) : member),
            space,
          );
          fc.pre(!text.includes(String.raw`\u0000`));
          expect(valueOf(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('accepts no text that JSON.parse refuses, and never throws', () => {
    const piece = fc.constantFrom(...'{}[]":,\\0-. a\n续', '\\u', 'd800', '\\udc00', '1e9', 'true');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const parsed = parseStrictJson(text, limits);
        if (parsed.ok) expect(parsed.value).toEqual(JSON.parse(text));
        else expect(parsed.reason.length).toBeGreaterThan(10);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    "{'a':1}",
    'undefined',
    'NaN',
    '01',
    '1.',
    '.5',
    '+1',
    '"a',
    '"\t"',
    '"\\x"',
    '1 2',
    '\u00a0{}',
  ])('refuses %j as not well-formed', (text) => {
    expect(reasonOf(text)).toBe('it is not well-formed JSON');
  });

  it('repeats no part of the text', () => {
    const parsed = parseStrictJson('{"id": 11010519491231002X}', limits);
    expect(JSON.stringify(parsed)).not.toMatch(/1101|X/);
  });

  it('refuses a byte-order mark', () => {
    expect(reasonOf('\ufeff{}')).toBe('it begins with a byte-order mark');
    expect(valueOf('"\ufeff"')).toBe('\ufeff');
  });
});

describe('members', () => {
  it('of one name: the last counts', () => {
    expect(valueOf('{"a":1,"b":2,"a":3}')).toEqual({ a: 3, b: 2 });
  });

  it('named __proto__ become own properties', () => {
    const value = valueOf(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    ) as object;
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect('polluted' in value).toBe(false);
    expect('polluted' in {}).toBe(false);
  });
});
