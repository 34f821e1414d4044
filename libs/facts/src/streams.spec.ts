import { describe, expect, it } from '@jest/globals';
import { asInstitutionCode, asLoanId } from '#identifiers';
import * as streams from './streams.js';

describe('names of streams', () => {
  const { isStreamName, looksLikeStreamName, streamKind, streams: kinds, ...named } = streams;
  const names = Object.values(named).map((name) => (name as (...parts: string[]) => string)('X', 'Y'));

  it('are known as such, each of them', () => {
    expect(names).toContain('loan-X-Y');
    expect(names).toHaveLength(14);
    for (const name of names) expect([name, isStreamName(name)]).toEqual([name, true]);
  });

  it('are read again into what they were made of', () => {
    expect(kinds.loan.read('loan-C1457204326043-a-b-')).toEqual({
      institution: 'C1457204326043',
      loanId: 'a-b-',
    });
    expect(kinds.borrower.read('borrower-P1_A-B')).toEqual({ borrowerKey: 'P1_A-B' });
    expect(kinds['bailout-programme'].read('bailout-programme-OPEN-1')).toEqual({
      bailoutProgramme: 'OPEN-1',
    });
    for (const other of ['bailout-programme-OPEN', 'loan-X-1', 'bailout-X', 'bailout-X-', 'bailout--X'])
      expect(kinds.bailout.read(other)).toBeUndefined();
  });

  it('say of which kind they are', () => {
    expect(names.map(streamKind).toSorted()).toEqual(Object.keys(kinds).toSorted());
    expect(['', 'loan', 'loans-1', 'toString-1', 'Loan-1'].map(streamKind)).toEqual(Array(5).fill(undefined));
  });

  it('are not what begins otherwise, as with the prefix of somebody', () => {
    for (const name of ['', 'loan', 'loans-1', 'city-loan-1', 'x-key-admin', '$ce-loan', 'Loan-1'])
      expect([name, isStreamName(name)]).toEqual([name, false]);
  });

  it('are found within a prefix, where they would make it ambiguous', () => {
    for (const name of names) expect(looksLikeStreamName(`city-${name}`)).toBe(true);
    for (const prefix of ['city-', 'xudai-', 'test-0190f1a0-7000-', 'loan', 'keys.'])
      expect([prefix, looksLikeStreamName(prefix)]).toEqual([prefix, false]);
  });

  it('take an institution and a loan, and not one in the place of the other', () => {
    const [institution, loanId] = [asInstitutionCode('C1457204326043'), asLoanId('L7')];
    expect(streams.loanStream(institution, loanId)).toBe('loan-C1457204326043-L7');
    // @ts-expect-error: a loan is no institution.
    expect(streams.loanStream(loanId, institution)).toBe('loan-L7-C1457204326043');
    // @ts-expect-error: text that nobody checked.
    expect(streams.bailoutStream('C1457204326043', 'OPEN-1')).toBe('bailout-C1457204326043-OPEN-1');
  });
});
