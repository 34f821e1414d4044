import { describe, expect, it } from '@jest/globals';
import { mutatedFile, scoreOf, tableOf } from './mutation-run.js';

const mutant = (status: string, line = 1) => ({
  status,
  location: { start: { line } },
  mutatorName: 'BooleanLiteral',
  replacement: 'true &&\n  false',
});

describe('what a night came to', () => {
  const loan = mutatedFile('libs/loan.ts', [
    mutant('Killed'),
    mutant('Timeout'),
    mutant('Survived', 7),
    mutant('NoCoverage', 9),
    mutant('CompileError'),
    mutant('RuntimeError'),
  ]);

  it('counts what was judged, and as not noticed also what no spec runs', () => {
    expect(loan.mutants).toBe(4);
    expect(scoreOf([loan])).toBe(50);
    expect(scoreOf([loan, mutatedFile('libs/money.ts', [mutant('Killed')])])).toBe(60);
  });

  it('names each survivor with its line', () => {
    expect(tableOf([loan]).split('\n')).toEqual([
      '      2/4  libs/loan.ts',
      '  survived: libs/loan.ts:7 BooleanLiteral: true && false',
      '  survived: libs/loan.ts:9 BooleanLiteral: true && false',
    ]);
  });

  it('is nothing when nothing was changed', () => {
    expect(scoreOf([])).toBe(0);
    expect(scoreOf([mutatedFile('libs/loan.ts', [mutant('RuntimeError')])])).toBe(0);
  });
});
