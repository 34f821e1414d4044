import { describe, expect, it } from '@jest/globals';
import { prefersSpreadsheet } from './content-types.js';

describe('what a caller would rather have', () => {
  it.each([
    'text/csv',
    'text/csv, application/json;q=0.9',
    'application/json;q=0.5, text/csv;q=0.8',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'text/csv, */*;q=0.1',
    'TEXT/CSV',
  ])('a spreadsheet: %s', (accept) => {
    expect(prefersSpreadsheet(accept)).toBe(true);
  });

  it.each([
    undefined,
    '*/*',
    'application/json',
    'text/*',
    'application/json, text/csv',
    'application/json, text/csv;q=0.5',
    'application/json, text/csv;q=0',
    'text/csv;q=0.2, */*',
  ])('JSON: %s', (accept) => {
    expect(prefersSpreadsheet(accept)).toBe(false);
  });
});
