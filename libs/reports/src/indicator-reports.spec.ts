import { describe, expect, it } from '@jest/globals';
import { exampleReport } from '#testing';
import { pointersIn, violationsIn } from './testing/parsing.js';

describe('the value of an indicator', () => {
  const reported = (value: unknown, unit: unknown) =>
    violationsIn(exampleReport('indicator.reported', { value, unit }));

  it.each([
    ['0.00', 'CNY'],
    ['999999999999999.99', 'CNY'],
    ['0', 'COUNT'],
    ['12', 'COUNT'],
    ['999999999999999', 'COUNT'],
  ])('%s %s is taken', (value, unit) => {
    expect(reported(value, unit)).toEqual([]);
  });

  it.each([
    ['12', 'CNY'],
    ['12.00', 'COUNT'],
    ['0.00', 'COUNT'],
  ])('%s %s is of the other unit', (value, unit) => {
    expect(reported(value, unit)).toEqual([
      '/data/value: must be yuan with two decimals for CNY, a whole number for COUNT',
    ]);
  });

  it('what is wrong with it is told once', () => {
    const neither =
      '/data/value: must be yuan with two decimals or a whole number, as text, at most 15 digits before the point';
    for (const unit of ['CNY', 'COUNT']) expect(reported('01', unit)).toEqual([neither]);
    expect(reported('12', 'RATIO')).toEqual(['/data/unit: must be one of CNY, COUNT']);
    expect(reported(12, 'CNY')).toEqual(['/data/value: must be given as string']);
    expect(reported('01', 'RATIO')).toHaveLength(2);
  });

  it('and of the unit also when another member is wrong', () => {
    const report = exampleReport('indicator.reported', { value: '12', asAt: 'yesterday', extra: 1 });
    expect([...pointersIn(report)].sort()).toEqual(['/data', '/data/asAt', '/data/value']);
  });
});
