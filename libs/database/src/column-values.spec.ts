import { describe, expect, it } from '@jest/globals';
import { instant, wholeNumber } from './pool.connection.js';

describe('a whole number', () => {
  it.each(['0', '-7', '9007199254740991'])('takes %s', (text) => {
    expect(wholeNumber(text)).toBe(Number(text));
  });

  it.each(['9007199254740992', '-9007199254740992', '9223372036854775807'])('does not take %s', (text) => {
    expect(() => wholeNumber(text)).toThrow(RangeError);
  });
});

describe('an instant', () => {
  it.each([
    ['2024-05-06 01:02:03+00', '2024-05-06T01:02:03.000Z'],
    ['2024-05-06 01:02:03.4+00', '2024-05-06T01:02:03.400Z'],
    ['2024-05-06 01:02:03.456+00', '2024-05-06T01:02:03.456Z'],
    ['2024-05-06 01:02:03.456999+00', '2024-05-06T01:02:03.456Z'],
    ['2024-05-06 01:02:03.456+08', '2024-05-05T17:02:03.456Z'],
    ['2024-05-06 01:02:03.45+05:30', '2024-05-05T19:32:03.450Z'],
  ])('is %s as %s', (text, shown) => {
    expect(instant(text)).toBe(shown);
  });
});
