import { describe, expect, it } from '@jest/globals';
import { AppendTooLarge, LogUnavailable, NoFact, NotStorable, StorageFull } from './event-log-errors.js';
import { isOfMember } from './member-fault.js';

const told = (code: string): Error => Object.assign(new Error('told'), { code, severity: 'ERROR' });

describe('an error of many that went together', () => {
  it.each([
    new NotStorable('loan-1', '22021'),
    new AppendTooLarge(1, 0),
    new NoFact('id', 'loan-1', 0),
    Object.assign(new Error('deleted'), { type: 'stream-deleted' }),
    told('22021'),
    told('22003'),
    told('54000'),
  ])('is of one of them: %s', (error) => {
    expect(isOfMember(error)).toBe(true);
  });

  it.each([
    new LogUnavailable(),
    new StorageFull(),
    new Error('Connection terminated'),
    Object.assign(new Error('unavailable'), { type: 'unavailable' }),
    told('57P01'),
    told('53300'),
    told('42P01'),
    told('XX000'),
    'nothing that was thrown as an error',
    { type: 'stream-deleted' },
  ])('is of all of them: %s', (error) => {
    expect(isOfMember(error)).toBe(false);
  });
});
