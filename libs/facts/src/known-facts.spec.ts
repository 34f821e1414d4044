import { describe, expect, it } from '@jest/globals';
import { amountOf, changeOf, dataAbout, factAbout, factBearing, factIn, factsOf } from './known-facts.js';
import type { StoredFact } from './stored-fact.js';

const fact = (type: string, stream: string): StoredFact =>
  ({ type, stream, institution: 'X', effectiveDate: '2024-01-01' }) as StoredFact;

describe('stored facts that enter', () => {
  const ofReports = factsOf('loan', 'bailout');

  it('are those of the kinds of stream asked for', () => {
    const repaid = fact('LoanRepaid', 'loan-X-1');
    expect(ofReports(repaid)).toBe(repaid);
    const returned = fact('BailoutReturned', 'bailout-X-1');
    expect(ofReports(returned)).toBe(returned);
  });

  it('are none of other streams, whatever their type', () => {
    for (const stream of ['key-X', 'bailout-programme-X', 'elsewhere', '', 'loans-X-1'])
      expect(ofReports(fact('LoanRepaid', stream))).toBeUndefined();
  });

  it.each([
    ['LoanMoved', 'loan-X-1'],
    ['BailoutReturned', 'loan-X-1'],
    ['toString', 'bailout-X-1'],
  ])('are refused when the type %s is not known in %s', (type, stream) => {
    expect(() => ofReports(fact(type, stream))).toThrow(`type ${type} is not known in the stream ${stream}`);
  });

  it('are refused without what their type always has', () => {
    const repaid = fact('LoanRepaid', 'loan-X-1');
    expect(() => ofReports({ ...repaid, institution: null })).toThrow(
      'LoanRepaid in loan-X-1 has no institution',
    );
    expect(() => ofReports({ ...repaid, effectiveDate: null })).toThrow(
      'LoanRepaid in loan-X-1 has no effective date',
    );
    const decided = { ...fact('FirstTimeContestDecided', 'borrower-X'), effectiveDate: null };
    expect(factsOf('borrower')(decided)).toBe(decided);
  });

  it('that correct or reverse others are no steps of a fold, and are told apart', () => {
    for (const type of ['FactCorrected', 'FactReversed']) {
      const change = fact(type, 'loan-X-1');
      expect(ofReports(change)).toBeUndefined();
      expect(changeOf(change)).toBe(change);
      expect(() => factIn('loan')(change)).toThrow(`${type} in loan-X-1 is no step of a fold`);
      expect(() => ofReports({ ...change, institution: null })).toThrow('has no institution');
      expect(() => factsOf('key')(fact(type, 'key-1'))).toThrow('not known');
    }
    expect(changeOf(fact('LoanRepaid', 'loan-X-1'))).toBeUndefined();
  });

  it('are known by what they are about, with what their type always has', () => {
    const returned = fact('BailoutReturned', 'bailout-X-1');
    expect(factAbout('disbursement')(returned)).toBe(returned);
    expect(factAbout('claim')(returned)).toBeUndefined();
    expect(factAbout('disbursement')(fact('LoanMoved', 'loan-X-1'))).toBeUndefined();
    expect(() => factAbout('disbursement')({ ...returned, institution: null })).toThrow('has no institution');
  });

  it('are known by what they do to it', () => {
    const disbursed = fact('BailoutDisbursed', 'bailout-X-1');
    expect(factBearing('begins')(disbursed)).toBe(disbursed);
    expect(factBearing('begins')(fact('LoanRenewed', 'loan-X-1'))).toBeUndefined();
    expect(factBearing('begins')(fact('LoanMoved', 'loan-X-1'))).toBeUndefined();
    expect(() => factBearing('begins')({ ...disbursed, effectiveDate: null })).toThrow(
      'has no effective date',
    );
  });

  it('that lack what their type has are passed over by what they still say', () => {
    const returned = { ...fact('BailoutReturned', 'bailout-X-1'), institution: null, data: {} };
    expect(dataAbout('disbursement')(returned)).toEqual({});
    expect(dataAbout('claim')(returned)).toBeUndefined();
  });

  it('have the amount that their type names', () => {
    const data = { loanId: '1', renewedAmount: '2.00', topUpAmount: '1.00' };
    expect(amountOf({ type: 'LoanRenewed', data })).toBe('2.00');
    expect(amountOf({ type: 'LoanExtended', data })).toBeNull();
    expect(amountOf({ type: 'LoanMoved', data })).toBeNull();
    expect(() => amountOf({ type: 'LoanRepaid', data })).toThrow('LoanRepaid has no amount');
  });

  it('of a stream read by its name are known by their type', () => {
    const issued = fact('KeyIssued', 'anything');
    expect(factIn('key')(issued)).toBe(issued);
    expect(() => factIn('key')(fact('KeyLost', 'key-1'))).toThrow('KeyLost');
    expect(() => factIn('key')(fact('LoanRepaid', 'key-1'))).toThrow('LoanRepaid');
  });
});
