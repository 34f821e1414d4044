import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import type { StoredFact } from '#facts';
import { asInstitutionCode, asLoanId } from '#identifiers';
import { given } from '#testing';
import { type KnownLoan, loan, latestOn } from './loan.js';
import { loanRequest } from './loan-deciders.js';
import {
  borrower,
  cancelled,
  claimed,
  extended,
  issued,
  opened,
  reclassified,
  renewed,
  repaid,
  writtenOff,
} from './testing/loan-cases.js';

describe('a loan, folded from its stream', () => {
  it('is unknown before it is issued or opened, whatever else is there', () => {
    expect(given(loan).state).toEqual({ status: 'UNKNOWN' });
    expect(given(loan, repaid(), renewed(), cancelled()).state).toEqual({ status: 'UNKNOWN' });
  });

  it('is owed from its issue on', () => {
    expect(given(loan, issued()).state).toMatchObject({
      status: 'ACTIVE',
      borrower,
      product: 'WORKING_CAPITAL',
      start: '2024-01-10',
      drawdownDate: '2024-01-10',
      legStart: '2024-01-10',
      maturity: '2024-12-20',
      outstanding: 100_000_000n,
      renewals: 0,
    });
  });

  it('opens on its opening day, drawn earlier', () => {
    expect(given(loan, opened()).state).toMatchObject({
      status: 'ACTIVE',
      start: '2024-01-01',
      drawdownDate: '2022-05-10',
      legStart: '2024-01-01',
      maturity: '2024-05-09',
      outstanding: 80_000_000n,
      renewals: 1,
    });
  });

  it('goes on after a renewal with the top-up, a new leg and a new class', () => {
    const state = given(
      loan,
      issued(),
      renewed({ renewedAmount: '600000.00', topUpAmount: '50000.00', classification: 'SPECIAL_MENTION' }),
    ).state;
    expect(state).toMatchObject({
      status: 'ACTIVE',
      start: '2024-01-10',
      drawdownDate: '2024-01-10',
      legStart: '2024-12-01',
      maturity: '2025-12-19',
      outstanding: 105_000_000n,
      renewals: 1,
    });
    expect(state).toMatchObject({
      classifications: [
        { classification: 'NORMAL' },
        { classification: 'SPECIAL_MENTION', effectiveDate: '2024-12-01' },
      ],
    });
  });

  it('ends as repaid or written off by its last reduction', () => {
    const half = '500000.00';
    expect(given(loan, issued(), repaid({ amount: half })).state).toMatchObject({ status: 'ACTIVE' });
    expect(given(loan, issued(), writtenOff(half), repaid({ amount: half })).state).toMatchObject({
      status: 'REPAID',
      outstanding: 0n,
    });
    expect(given(loan, issued(), repaid({ amount: half }), writtenOff(half)).state).toMatchObject({
      status: 'WRITTEN_OFF',
      outstanding: 0n,
    });
  });

  it('is extended, reclassified, claimed and cancelled', () => {
    expect(given(loan, issued(), extended('2024-12-10', '2025-01-31')).state).toMatchObject({
      maturity: '2025-01-31',
      legStart: '2024-01-10',
    });
    expect(
      given(loan, issued(), reclassified('2024-06-01', { overdueInterest: '0.01' })).state,
    ).toMatchObject({
      overdues: [{ effectiveDate: '2024-06-01', overdue: true }],
    });
    expect(given(loan, issued(), claimed()).state).toEqual({
      ...given(loan, issued()).state,
      isClaimed: true,
    });
    expect(given(loan, issued(), cancelled()).state).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('what a loan keeps for its reports', () => {
  const known = (...facts: readonly StoredFact[]) => given(loan, issued(), ...facts).state as KnownLoan;

  it('is nothing at its beginning', () => {
    for (const begun of [issued(), opened()]) {
      const { overdues, repaymentNos, daily } = given(loan, begun).state as KnownLoan;
      expect([overdues, repaymentNos.size, daily.eves, daily.reductions.size]).toEqual([[], 0, [], 0]);
    }
  });

  it('are the numbers of its repayments, of those that have one', () => {
    const { repaymentNos } = known(repaid(), repaid({ repaymentNo: 'R-1' }), repaid());
    expect([...repaymentNos]).toEqual(['R-1']);
  });

  it('is whether anything was overdue, as each reclassification said', () => {
    const { overdues } = known(
      reclassified('2024-06-01', { overduePrincipal: '0.01' }),
      reclassified('2024-07-01'),
      reclassified('2024-08-01', { overdueInterest: '0.01' }),
    );
    expect(overdues.map(({ overdue }) => overdue)).toEqual([true, false, true]);
  });

  it('is what was owed on the eve of each day on which it grew, once', () => {
    const onDay = (effectiveDate: string, topUpAmount: string) => renewed({ effectiveDate, topUpAmount });
    expect(known(onDay('2024-12-01', '0.00')).daily.eves).toEqual([]);
    expect(known(onDay('2024-01-10', '5.00')).daily.eves).toEqual([]);
    const grown = [onDay('2024-12-01', '5.00'), onDay('2024-12-01', '7.00'), onDay('2024-12-02', '1.00')];
    const before = repaid({ effectiveDate: '2024-11-30', amount: '100.00' });
    const after = repaid({ effectiveDate: '2024-12-01', amount: '10.00' });
    expect(known(before, after, ...grown).daily.eves).toEqual([
      { increase: '2024-12-01', closing: 99_990_000n },
      { increase: '2024-12-02', closing: 99_990_200n },
    ]);
  });
});

describe('the stream of a loan', () => {
  it('is its institution’s, under its id', () => {
    expect(loanRequest(asInstitutionCode('C1010211000012'), asLoanId('L1'))).toEqual({
      stream: 'loan-C1010211000012-L1',
      fold: { kind: 'loan', evolution: loan },
    });
  });
});

describe('what a first-time claim asks of it', () => {
  it.each([
    ['issued', [issued()], { isOpeningPosition: false, firstRenewedOn: null, isClaimed: false }],
    ['opened', [opened()], { isOpeningPosition: true, firstRenewedOn: null, isClaimed: false }],
    ['renewed', [issued(), renewed()], { firstRenewedOn: '2024-12-01' }],
    [
      'renewed twice',
      [issued(), renewed(), renewed({ renewalNo: 2, effectiveDate: '2025-06-02' })],
      { firstRenewedOn: '2024-12-01', renewals: 2 },
    ],
    ['claimed, then renewed', [issued(), claimed(), renewed()], { isClaimed: true }],
    ['claimed, then cancelled', [issued(), claimed(), cancelled()], { isClaimed: true }],
  ])('%s', (_title, facts, expected) => {
    expect(given(loan, ...facts).state).toMatchObject(expected);
  });
});

describe('what stands on a day', () => {
  const items = [
    { effectiveDate: businessDate('2024-02-01'), no: 1 },
    { effectiveDate: businessDate('2024-03-01'), no: 2 },
    { effectiveDate: businessDate('2024-02-01'), no: 3 },
  ];

  it.each([
    ['2024-01-31', undefined],
    ['2024-02-01', 3],
    ['2024-02-29', 3],
    ['2024-03-01', 2],
  ])('%s', (day, no) => {
    expect(latestOn(items, businessDate(day))?.no).toBe(no);
  });
});
