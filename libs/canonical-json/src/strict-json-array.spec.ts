import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson, parseStrictJsonArray, type StrictJsonArray } from './strict-json.js';

const limits = { maxDepth: 32, maxElements: 1_000, maxElementBytes: 64, naming: 'id' };

const read = (text: string, more: Partial<typeof limits> = {}): StrictJsonArray => {
  const steps = parseStrictJsonArray(text, { ...limits, ...more });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
};
const elementsOf = (text: string, more: Partial<typeof limits> = {}) => {
  const found = read(text, more);
  if (found.outcome !== 'array') throw new Error(found.outcome);
  return found.elements.map((element) =>
    element.is === 'json' ? { is: 'json', value: element.value() } : element,
  );
};

describe('an array of things that stand for themselves', () => {
  it('gives the same elements as parsing it whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 3 }),
        (values, space) => {
          const text = JSON.stringify(
            values,
            (_name, member: unknown) => (typeof member === 'number' ? Math.atan(member) : member),
            space,
          );
          fc.pre(!text.includes(String.raw`\u0000`));
          const elements = elementsOf(text, { maxElementBytes: 10_000 });
          expect(elements.map((element) => 'value' in element && element.value)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('measures each from its first to its last byte, as sent', () => {
    const tight = `"${'续'.repeat(20)}ab"`;
    expect(Buffer.byteLength(tight)).toBe(64);
    const fits = (text: string) => elementsOf(text).map((element) => element.is === 'json');
    expect(fits(`[ ${tight} ,\n\t${tight}\n]`)).toEqual([true, true]);
    expect(fits(`[${tight.replace('a', 'aa')},1]`)).toEqual([false, true]);
    expect(fits(`[{"a" :${' '.repeat(56)}1}]`)).toEqual([true]);
    expect(fits(`[{"a" :${' '.repeat(57)}1}]`)).toEqual([false]);
    // Escapes count as they are written.
    expect(fits(String.raw`["${'\\u7eed'.repeat(10)}ab"]`)).toEqual([true]);
    expect(fits(String.raw`["${'\\u7eed'.repeat(10)}abc"]`)).toEqual([false]);
  });

  it.each([
    ['{"id":"a1","x":"…"}', 'a1'],
    ['{"x":"…","id" : "a1" }', 'a1'],
    ['{"id":"a0","x":"…","id":"a1"}', 'a1'],
    ['{"id":"a0","x":"…","id":1}', undefined],
    [String.raw`{"\u0069\u0064":"\u0061\u0031","x":"…"}`, 'a1'],
    ['{"data":{"id":"a1"},"x":"…"}', undefined],
    ['{"x":[{"id":"a1"},"…"]}', undefined],
    ['{"ix":"a1","x":"…"}', undefined],
    ['[{"id":"a1"},"…"]', undefined],
    ['{"id":{"id":"a1"},"x":"…"}', undefined],
    ['{"id":["a1"],"x":"…"}', undefined],
    ['"…"', undefined],
  ])('one that is too large is known by its name: %s', (element, name) => {
    const large = element.replace('…', 'x'.repeat(100));
    expect(elementsOf(`[${large},{"id":"b"},${large}]`)).toEqual([
      { is: 'too-large', name },
      { is: 'json', value: { id: 'b' } },
      { is: 'too-large', name },
    ]);
  });

  it('is recognised as no array or no JSON at any place', () => {
    expect(read(' {"a":[1]} ')).toEqual({ outcome: 'no-array' });
    expect(read('"[]"')).toEqual({ outcome: 'no-array' });
    expect(read('[]')).toEqual({ outcome: 'array', elements: [] });
    for (const text of ['', '[', '[1,]', '[1}', '[1] 2', `["${'x'.repeat(100)}",tru]`, '[[1]', '[,1]'])
      expect(read(text)).toEqual({ outcome: 'not-json', reason: 'it is not well-formed JSON' });
    // Also inside one that is never parsed.
    expect(read(`[{"a":"${'x'.repeat(100)}","b":01}]`).outcome).toBe('not-json');
  });

  it('is scanned no further than the first element that is one too many', () => {
    expect(elementsOf('[1,1]', { maxElements: 2 })).toHaveLength(2);
    expect(read('[1,1,1]', { maxElements: 2 })).toEqual({ outcome: 'too-many' });
    const text = `[${'1,'.repeat(1_000_000)}1]`;
    const steps = parseStrictJsonArray(text, limits);
    expect(steps.next()).toEqual({ done: true, value: { outcome: 'too-many' } });
  });

  it('yields between its steps', () => {
    const text = `[[${'{},'.repeat(500_000)}{}]]`;
    const steps = parseStrictJsonArray(text, limits);
    let chances = 0;
    while (!steps.next().done) chances += 1;
    expect(chances).toBeGreaterThan(text.length / 70_000);
  });
});

describe('the scan', () => {
  it('accepts what JSON.parse accepts, except what is refused on purpose', () => {
    const piece = fc.constantFrom(...'{}[]":,\\0-.1eE+ a\n', '"a"', '"a":', '\\u0061', 'true', 'null');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const found = parseStrictJson(text, { maxDepth: 32 });
        const reason = found.ok ? undefined : found.reason;
        if (isJson) expect([undefined, 'a number is beyond 2^53 − 1']).toContain(reason);
        else expect(reason).toBeDefined();
      }),
      { numRuns: 20_000 },
    );
  });
});
