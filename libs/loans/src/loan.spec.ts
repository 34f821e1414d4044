import { describe, expect, it } from '@jest/globals';
import { given } from '#testing';
import { loan, standingOn } from './loan.js';
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
    { effectiveDate: '2024-02-01', no: 1 },
    { effectiveDate: '2024-03-01', no: 2 },
    { effectiveDate: '2024-02-01', no: 3 },
  ];

  it.each([
    ['2024-01-31', undefined],
    ['2024-02-01', 3],
    ['2024-02-29', 3],
    ['2024-03-01', 2],
  ])('%s', (day, no) => {
    expect(standingOn(items, day)?.no).toBe(no);
  });
});
