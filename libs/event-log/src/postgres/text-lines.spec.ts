import { describe, expect, it } from '@jest/globals';
import { TextLines } from './text-lines.js';

const bytesOf = (lists: readonly (readonly string[])[]): number =>
  lists.flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);

describe('lines of texts', () => {
  it('are those of each list, whatever was there before', () => {
    const lines = new TextLines();
    const texts = ['{"a":1}', '{"name":"甲银行 €"}', '{}'];
    for (const lists of [[texts, ['{}', '{}', '[]']], [['x'.repeat(200_000), ...texts], []], [texts]]) {
      const buffers = lines.of(lists, bytesOf(lists));
      expect(buffers.map((each) => each.toString())).toEqual(lists.map((list) => list.join('\n')));
    }
  });

  it('take no new memory where there is enough', () => {
    const lines = new TextLines();
    const [first, second] = [lines.of([['a']], 1)[0], lines.of([['b', 'c']], 2)[0]];
    expect(second?.buffer).toBe(first?.buffer);
    expect(second?.toString()).toBe('b\nc');
  });
});
