import { describe, expect, it } from '@jest/globals';
import type { SubmissionRefusal } from '#contract';
import { FirstLinesOfRules } from './refused-lines.js';

const refusal = (line: number, rule: string, pointer: string): SubmissionRefusal => ({
  line,
  id: null,
  rule,
  pointer,
  message: { en: '', zh: '' },
  cure: null,
  retryable: false,
});

describe('the first lines that a rule refuses', () => {
  const found = new FirstLinesOfRules(['invalid-request'], 2);
  const add = (line: number, ...pointers: readonly string[]): void =>
    pointers.forEach((pointer) => found.add(refusal(line, 'invalid-request', pointer)));

  it('are lines, however many faults each of them has', () => {
    add(1, '/a', '/b', '/c', '/d', '/e');
    add(2, '/a');
    expect(found.isWhole).toBe(false);
    add(2, '/b');
    add(3, '/a');
    found.add(refusal(3, 'RNW-R02', '/a'));
    expect(found.isWhole).toBe(true);
    const lines = found.lines.get('invalid-request') ?? [];
    expect(lines.map((faults) => [faults[0].line, faults.map(({ pointer }) => pointer)])).toEqual([
      [1, ['/a', '/b', '/c', '/d', '/e']],
      [2, ['/a', '/b']],
    ]);
  });
});
