import { describe, expect, it } from '@jest/globals';
import type { NewFact, SequencedFact } from '#facts';
import { asLoanId } from '#identifiers';
import { type LoanPage, loanPage } from './loan-page.js';
import { asWritten, bankA, borrower } from '#testing';
import {
  cancelled,
  claimed,
  extended,
  issued,
  ofLoan,
  opened,
  reclassified,
  renewed,
  repaid,
  sequenced,
  writtenOff,
} from './testing/loan-facts.js';

const stream = `loan-${bankA}-L1`;

const folded = (...given: readonly NewFact[]): LoanPage | undefined =>
  sequenced(stream, ofLoan(bankA, asLoanId('L1'), given)).reduce<LoanPage | undefined>(loanPage, undefined);

describe('the page of a loan', () => {
  it('issued', () => {
    expect(folded(issued('2024-01-10', { noteNo: 'N-1' }))).toEqual({
      institution: bankA,
      loanId: 'L1',
      borrower: borrower(),
      product: 'WORKING_CAPITAL',
      guarantee: 'CREDIT',
      tags: ['INCLUSIVE', 'TECHNOLOGY'],
      status: 'ACTIVE',
      outstanding: '1000.00',
      legs: [
        { no: 0, start: '2024-01-10', maturity: '2025-01-10', amount: '1000.00', noteNo: 'N-1', rateBp: 345 },
      ],
      maturity: '2025-01-10',
      classification: 'NORMAL',
      renewals: 0,
      chainStart: '2024-01-10',
      seq: 11,
    });
  });

  it('of an opening position goes back to its drawdown', () => {
    expect(folded(opened('2023-12-31'))).toMatchObject({
      status: 'ACTIVE',
      outstanding: '800.00',
      legs: [
        { no: 2, start: '2023-05-01', maturity: '2024-05-01', amount: '800.00', noteNo: null, rateBp: null },
      ],
      maturity: '2024-05-01',
      classification: 'SPECIAL_MENTION',
      renewals: 2,
      chainStart: '2021-05-01',
    });
  });

  it('renewed has a new leg; what was not renewed stays due', () => {
    const page = folded(
      opened('2023-12-31'),
      renewed('2024-04-20', {
        renewalNo: 3,
        renewedAmount: '700.00',
        topUpAmount: '50.50',
        newMaturityDate: asWritten('2025-04-20'),
        newNoteNo: 'N-4',
        rateBp: 300,
      }),
    );
    expect(page).toMatchObject({
      status: 'ACTIVE',
      outstanding: '850.50',
      maturity: '2025-04-20',
      classification: 'NORMAL',
      renewals: 3,
      chainStart: '2021-05-01',
      seq: 12,
    });
    expect(page?.legs).toEqual([
      { no: 2, start: '2023-05-01', maturity: '2024-05-01', amount: '800.00', noteNo: null, rateBp: null },
      { no: 3, start: '2024-04-20', maturity: '2025-04-20', amount: '750.50', noteNo: 'N-4', rateBp: 300 },
    ]);
  });

  it('extended changes the maturity of its last leg alone', () => {
    const page = folded(issued('2024-01-10'), renewed('2024-12-01'), extended('2025-12-01', '2026-06-30'));
    expect(page?.maturity).toBe('2026-06-30');
    expect(page?.legs.map(({ no, maturity }) => [no, maturity])).toEqual([
      [0, '2025-01-10'],
      [1, '2026-06-30'],
    ]);
  });

  it.each<[string, readonly NewFact[], Partial<LoanPage>]>([
    ['repaid in part', [repaid('2024-02-01', '400.00')], { status: 'ACTIVE', outstanding: '600.00' }],
    [
      'repaid',
      [repaid('2024-02-01', '400.00'), repaid('2024-03-01', '600.00')],
      { status: 'REPAID', outstanding: '0.00' },
    ],
    [
      'written off in part, then repaid',
      [writtenOff('2024-02-01', '999.99'), repaid('2024-03-01', '0.01')],
      { status: 'REPAID', outstanding: '0.00' },
    ],
    [
      'repaid in part, then written off',
      [repaid('2024-02-01', '999.99'), writtenOff('2024-03-01', '0.01')],
      { status: 'WRITTEN_OFF', outstanding: '0.00' },
    ],
    [
      'renewed with more, repaid to what it was',
      [renewed('2024-12-01', { topUpAmount: '100.00' }), repaid('2025-01-01', '1000.00')],
      { status: 'ACTIVE', outstanding: '100.00' },
    ],
    ['reclassified', [reclassified('2024-02-01', 'DOUBTFUL')], { classification: 'DOUBTFUL', seq: 12 }],
    [
      'reclassified and renewed',
      [reclassified('2024-02-01', 'SPECIAL_MENTION'), renewed('2024-12-01')],
      { classification: 'NORMAL' },
    ],
    [
      'cancelled',
      [renewed('2024-12-01'), cancelled('2024-12-02')],
      { status: 'CANCELLED', outstanding: '0.00' },
    ],
    ['claimed', [claimed('2024-01-11')], { status: 'ACTIVE', outstanding: '1000.00', seq: 12 }],
  ])('%s', (_, then, expected) => {
    expect(folded(issued('2024-01-10'), ...then)).toMatchObject(expected);
  });

  it('adds up beyond what one report may carry', () => {
    const most = '999999999999999.99';
    const page = folded(
      issued('2024-01-10', { principal: most }),
      renewed('2024-02-01', { renewedAmount: most, topUpAmount: most }),
      repaid('2024-03-01', '0.01'),
    );
    expect(page?.outstanding).toBe('1999999999999999.97');
    expect(page?.legs[1]?.amount).toBe('1999999999999999.98');
  });

  it('does not change with facts of other streams', () => {
    const page = folded(issued('2024-01-10'));
    const [other] = sequenced('borrower-X', [repaid('2024-02-01', '1.00')]);
    expect(loanPage(page, other as SequencedFact)).toBe(page);
  });

  it('cannot apply what builds on nothing, nor a type it does not know', () => {
    expect(() => folded(repaid('2024-02-01', '1.00'))).toThrow('builds on nothing');
    expect(() =>
      folded(issued('2024-01-10'), { ...repaid('2024-02-01', '1.00'), type: 'FactMoved' }),
    ).toThrow('FactMoved is not known');
  });
});
