import { describe, expect, it } from '@jest/globals';
import { accepts, workbookType } from './request-headers.js';

const rather = (accept: string | undefined): string =>
  accepts(accept, ['application/json', 'text/csv', workbookType]);

describe('what a caller would rather have', () => {
  it.each([
    'text/csv',
    'text/*',
    'text/csv, application/json;q=0.9',
    'application/json;q=0.5, text/csv;q=0.8',
    'text/csv, */*;q=0.1',
    'TEXT/CSV',
  ])('CSV: %s', (accept) => {
    expect(rather(accept)).toBe('text/csv');
  });

  it.each([workbookType, `${workbookType}, text/csv;q=0.9`])('a workbook: %s', (accept) => {
    expect(rather(accept)).toBe(workbookType);
  });

  it.each([
    undefined,
    '*/*',
    'application/json',
    'text/html, */*;q=0.8',
    'application/json, text/csv',
    'application/json, text/csv;q=0.5',
    'application/json, text/csv;q=0',
    'text/csv;q=0.2, */*',
  ])('JSON: %s', (accept) => {
    expect(rather(accept)).toBe('application/json');
  });
});
