import { describe, expect, it } from '@jest/globals';
import { awaitedBy, awaitFault } from './request-headers.js';

describe('Await-Position and Await-Timeout', () => {
  it.each([
    [{}, undefined, 2_000],
    [{ 'await-position': '18842' }, '18842', 2_000],
    [{ 'await-position': '7, 18842,9 ' }, '18842', 2_000],
    [{ 'await-position': '999999999999999999', 'await-timeout': '0' }, '999999999999999999', 0],
    [{ 'await-timeout': '30000' }, undefined, 30_000],
  ])('%j', (headers, position, timeoutMs) => {
    expect(awaitFault(headers)).toBeUndefined();
    expect(awaitedBy(headers)).toEqual({ position, timeoutMs });
  });

  it.each(
    [
      '',
      ' ',
      '0',
      '-1',
      '+1',
      '01',
      '1.0',
      '1e3',
      '0x1',
      'x',
      '1 2',
      '1,',
      ',1',
      '1,,2',
      '1;2',
      '１',
      '9'.repeat(19),
    ].map((value) => ({ 'await-position': value })),
  )('%j is malformed', (headers) => {
    expect(awaitFault(headers)?.status).toBe(400);
  });

  it.each(
    ['', '30001', '-1', '1.5', '1e3', 'soon', '0x10', '1, 2', '9'.repeat(400)].map((value) => ({
      'await-timeout': value,
    })),
  )('%j is malformed', (headers) => {
    expect(awaitFault(headers)?.status).toBe(400);
  });
});
