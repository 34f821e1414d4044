import { describe, expect, it } from '@jest/globals';
import { codeOf, type DatabaseFault, faultOf, isRolledBack } from './database-fault.js';

const errorWith = (code: string, severity = 'ERROR'): Error =>
  Object.assign(new Error('told'), { code, severity });

describe('what an error of the database says', () => {
  it.each<[string, DatabaseFault]>([
    ['22008', 'statement'],
    ['23505', 'statement'],
    ['54000', 'statement'],
    ['53100', 'full'],
    ['53300', 'passing'],
    ['57P01', 'passing'],
    ['57014', 'passing'],
    ['40P01', 'passing'],
    ['08006', 'passing'],
    ['25006', 'passing'],
    ['25P02', 'other'],
    ['42883', 'other'],
    ['P0001', 'other'],
    ['XX000', 'other'],
    ['XD001', 'shortened'],
    // The class is what a code begins with.
    ['42622', 'other'],
    ['42P08', 'other'],
  ])('%s is %s', (code, fault) => {
    expect(faultOf(errorWith(code))).toBe(fault);
  });

  it('is empty for an error of a socket', () => {
    expect(faultOf(Object.assign(new Error('socket'), { code: 'ECONNRESET' }))).toBe('passing');
    expect(faultOf(new Error('Connection terminated'))).toBe('passing');
  });

  it('is empty for an error that only resembles one of the server', () => {
    for (const other of [
      { code: '22008', severity: 'ERROR' },
      Object.assign(new Error('no code'), { severity: 'ERROR' }),
      Object.assign(new Error('a number'), { severity: 'ERROR', code: 22_008 }),
    ]) {
      expect(faultOf(other)).toBe('passing');
      expect(codeOf(other)).toBe('');
      expect(isRolledBack(other)).toBe(false);
    }
  });

  it('and by which code', () => {
    expect(codeOf(errorWith('22008'))).toBe('22008');
    expect(codeOf(new Error('Connection terminated'))).toBe('');
  });

  it('is certain of a rollback only by an ERROR of the server', () => {
    expect(isRolledBack(errorWith('22008'))).toBe(true);
    expect(isRolledBack(errorWith('57P01', 'FATAL'))).toBe(false);
    expect(isRolledBack(errorWith('XX000', 'PANIC'))).toBe(false);
    expect(isRolledBack(new Error('Connection terminated'))).toBe(false);
  });
});
