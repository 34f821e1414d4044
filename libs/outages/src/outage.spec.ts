import { describe, expect, it } from '@jest/globals';
import { IndexBehind, LogUnavailable, NoFact, OutcomeUnknown, StorageFull } from '#event-log';
import { databaseIsGone, isOutage } from './outage-lines.js';

const withCode = (code: unknown, more: object = {}) => Object.assign(new Error('told'), { code, ...more });

describe('an outage', () => {
  it.each([
    new LogUnavailable(),
    new IndexBehind(),
    new OutcomeUnknown('loan-1'),
    new StorageFull(),
    withCode('ECONNREFUSED'),
    withCode('57P01'),
    withCode(14, { details: 'No connection established' }),
    Object.assign(new Error('told'), { type: 'deadline-exceeded' }),
    Object.assign(new Error('told'), { type: 'access-denied' }),
    new Error('Failed to discover after 10 attempts.'),
    new Error('The event store did not answer an append in time.'),
    new Error('Connection terminated unexpectedly'),
    new Error('outer', { cause: new Error('middle', { cause: new LogUnavailable() }) }),
  ])('is %s', (error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    new TypeError('x is undefined'),
    new NoFact('e', 's', 1),
    withCode('23505'),
    withCode('42P01'),
    withCode(14),
    Object.assign(new Error('told'), { type: 'wrong-expected-version' }),
    new Error('The event store acknowledged an append without its position.'),
    new Error('outer', { cause: new TypeError('x') }),
    'words',
    undefined,
  ])('is not %s', (error) => {
    expect(isOutage(error)).toBe(false);
  });

  it('of the database is no outage of the event store', () => {
    expect(databaseIsGone(withCode('08006'))).toBe(true);
    expect(databaseIsGone(new LogUnavailable())).toBe(false);
    expect(databaseIsGone(Object.assign(new Error('told'), { type: 'unavailable' }))).toBe(false);
  });
});
