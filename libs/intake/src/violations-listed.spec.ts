import { expect, it } from '@jest/globals';
import { exampleBank, exampleReport } from '#testing';
import { readReport } from './read-report.js';

const read = (value: unknown) => readReport(value, exampleBank, '2024-12-31');

it('SCH-R01: lists a hundred places, and says how many more there are', () => {
  const of = (count: number) => read(exampleReport('loan.issued', { tags: Array(count).fill(1) }));
  for (const count of [99, 100]) {
    const refused = of(count);
    expect(refused).toMatchObject({ outcome: 'refused', violated: { length: count } });
    expect(refused).not.toHaveProperty('unlisted');
  }
  const refused = of(103);
  expect(refused).toMatchObject({ violated: { length: 100 }, unlisted: 3 });
  expect(refused.outcome === 'refused' && refused.violated[99]?.pointer).toBe('/data/tags/99');
});

it('the id is the report’s own, not one that it inherits', () => {
  const report = Object.create({ id: 'inherited', type: 'xudai.loan.repaid.v1' }) as object;
  expect(read(report)).toMatchObject({ outcome: 'refused', id: null, type: null });
});
