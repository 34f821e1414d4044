import { describe, expect, it } from '@jest/globals';
import {
  AppendTooLarge,
  isOfMember,
  LogUnavailable,
  NoFact,
  NotStorable,
  StorageFull,
} from './event-log-errors.js';

const errorWith = (code: string): Error => Object.assign(new Error('told'), { code, severity: 'ERROR' });

describe('an error of many that went together', () => {
  it.each([
    new NotStorable('loan-1', '22021'),
    new AppendTooLarge(1, 0),
    new NoFact('id', 'loan-1', 0),
    Object.assign(new Error('deleted'), { type: 'stream-deleted' }),
    errorWith('22021'),
    errorWith('22003'),
    errorWith('54000'),
  ])('is of one of them: %s', (error) => {
    expect(isOfMember(error)).toBe(true);
  });

  it.each([
    new LogUnavailable(),
    new StorageFull(),
    new Error('Connection terminated'),
    Object.assign(new Error('unavailable'), { type: 'unavailable' }),
    errorWith('57P01'),
    errorWith('53300'),
    errorWith('42P01'),
    errorWith('XX000'),
    'nothing that was thrown as an error',
    { type: 'stream-deleted' },
  ])('is of all of them: %s', (error) => {
    expect(isOfMember(error)).toBe(false);
  });
});
