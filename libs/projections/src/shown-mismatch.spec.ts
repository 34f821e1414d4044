import { describe, expect, it } from '@jest/globals';
import { shownMismatch } from './compare-rows.table.js';

const shown = (expected: unknown, found: unknown) => {
  const { row, columns } = shownMismatch({ table: 'loan_page', key: 'A L1', expected, found });
  return [row, ...columns];
};

describe('a row that differs, as it is told', () => {
  it('is missing, surplus, or different in some columns and members of its page', () => {
    const row = { status: 'ACTIVE', page: { status: 'ACTIVE', legs: [{ no: 0 }] }, tags: ['A'] };
    expect(shown(row, null)).toEqual(['missing']);
    expect(shown(null, row)).toEqual(['surplus']);
    expect(shown(row, { ...row, status: 'REPAID' })).toEqual(['different', 'status']);
    expect(shown(row, { ...row, tags: [], page: { ...row.page, legs: [], more: 1 } })).toEqual([
      'different',
      'page.legs',
      'page.more',
      'tags',
    ]);
    expect(shown(1, 2)).toEqual(['different']);
  });

  it('says nothing of what it holds', () => {
    const mismatch = { table: 't', key: 'k', expected: { a: 'secret' }, found: { a: 'other' } };
    expect(JSON.stringify(shownMismatch(mismatch))).not.toMatch(/secret|other/);
  });
});
