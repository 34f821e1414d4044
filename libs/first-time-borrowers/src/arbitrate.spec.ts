import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { asLoanId, type InstitutionCode } from '#identifiers';
import { asWritten, type AsWritten } from '#testing';
import { arbitrate, decisionInForce } from './arbitrate.js';
import type { ContestDecision, DossierLoan } from './dossier.js';
import { dossierOf } from './testing/dossier-of.js';
import { borrowerKey, east, north, south } from './testing/borrower-facts.js';

const loan = (institution: InstitutionCode, more: Partial<AsWritten<DossierLoan>> = {}): DossierLoan =>
  asWritten({
    institution,
    loanId: asLoanId('L1'),
    drawdownDate: '2024-03-01',
    drawdownTime: '10:00:00',
    effective: true,
    claim: 'STANDS',
    ...more,
  });

const decision = (institution: InstitutionCode, reason = 'seen'): ContestDecision => ({
  institution,
  loanId: asLoanId('L1'),
  reason,
});

const verdicts = (loans: readonly DossierLoan[], decisions: readonly ContestDecision[] = []) =>
  Object.fromEntries(
    arbitrate(borrowerKey, dossierOf(loans, decisions)).map(({ institution, status, reason }) => [
      institution,
      reason === null ? status : `${status} ${reason}`,
    ]),
  );

const contested = (loans: readonly DossierLoan[], decisions: readonly ContestDecision[] = []) =>
  arbitrate(borrowerKey, dossierOf(loans, decisions))
    .filter((claim) => claim.contested)
    .map(({ institution }) => institution);

const earlierDates = (loans: readonly DossierLoan[]) =>
  arbitrate(borrowerKey, dossierOf(loans)).map(({ earlierDate }) => earlierDate);

describe('a claim', () => {
  it('alone is recognised; a loan without a claim has no status', () => {
    expect(verdicts([loan(north), loan(south, { claim: 'NONE' })])).toEqual({ [north]: 'RECOGNISED' });
    expect(verdicts([])).toEqual({});
  });

  it.each([
    ['its loan was cancelled', { effective: false }, 'REVOKED LOAN_WITHDRAWN'],
    ['it was withdrawn', { claim: 'WITHDRAWN' }, 'REVOKED CLAIM_WITHDRAWN'],
    ['both', { effective: false, claim: 'WITHDRAWN' }, 'REVOKED LOAN_WITHDRAWN'],
  ] as const)('is revoked when %s', (_, more, expected) => {
    expect(verdicts([loan(north, more), loan(south)])).toEqual({ [north]: expected, [south]: 'RECOGNISED' });
    expect(earlierDates([loan(north, { ...more, drawdownDate: '2024-04-01' }), loan(south)])).toEqual([
      null,
      null,
    ]);
  });

  it('is denied where a loan was drawn on an earlier day, at any bank, claimed or not, and is told the day', () => {
    for (const bank of [south, north])
      for (const claim of ['NONE', 'WITHDRAWN', 'STANDS'] as const) {
        const prior = loan(bank, { loanId: asLoanId('L0'), drawdownDate: '2024-02-29', claim });
        for (const loans of [
          [loan(north), prior],
          [prior, loan(north)],
        ])
          expect(
            arbitrate(borrowerKey, dossierOf(loans)).find(({ loanId }) => loanId === 'L1'),
          ).toMatchObject({ status: 'DENIED', reason: 'PRIOR_LOAN', earlierDate: '2024-02-29' });
      }
  });

  it('is not denied by a loan of the same day, nor by one that was never effective', () => {
    const sameDay = loan(south, { drawdownTime: '08:00:00', claim: 'NONE' });
    const fallen = loan(east, { drawdownDate: '2020-01-01', effective: false, claim: 'NONE' });
    expect(verdicts([loan(north), sameDay, fallen])).toEqual({ [north]: 'RECOGNISED' });
  });

  it('that is denied is told the earliest day of all, not the one before its own', () => {
    const loans = [
      loan(north),
      loan(south, { drawdownDate: '2024-02-01' }),
      loan(east, { drawdownDate: '2023-12-31', claim: 'NONE' }),
    ];
    expect(verdicts(loans)).toEqual({ [north]: 'DENIED PRIOR_LOAN', [south]: 'DENIED PRIOR_LOAN' });
    expect(earlierDates(loans)).toEqual(['2023-12-31', '2023-12-31']);
  });
});

describe('of several claims of one day', () => {
  it('the earliest by the clock is recognised', () => {
    expect(verdicts([loan(north), loan(south, { drawdownTime: '09:59:59' })])).toEqual({
      [north]: 'SUPERSEDED EARLIER_CLAIM',
      [south]: 'RECOGNISED',
    });
  });

  it('one without a time counts as the last second of the day', () => {
    const late = loan(north, { drawdownTime: '23:59:58' });
    expect(verdicts([loan(south, { drawdownTime: null }), late])).toMatchObject({ [north]: 'RECOGNISED' });
  });

  it('at the same second the smaller hash is recognised', () => {
    const hash = (bank: string): string =>
      createHash('sha256').update(`${borrowerKey}|${bank}|L1`).digest('hex');
    const [first] = [north, south, east].toSorted((one, other) => (hash(one) < hash(other) ? -1 : 1));
    const loans = [
      loan(north, { drawdownTime: '23:59:59' }),
      loan(south, { drawdownTime: null }),
      loan(east, { drawdownTime: '23:59:59' }),
    ];
    expect(verdicts(loans)).toMatchObject({ [first ?? '']: 'RECOGNISED' });
    expect(Object.values(verdicts(loans)).toSorted()).toEqual([
      'RECOGNISED',
      'SUPERSEDED EARLIER_CLAIM',
      'SUPERSEDED EARLIER_CLAIM',
    ]);
  });

  it.each(Array.from({ length: 40 }, (_, no) => `borrower ${no}`))(
    'at the same second the smaller hash is recognised, as its digits are written: %s',
    (key) => {
      const hash = (bank: string): string => createHash('sha256').update(`${key}|${bank}|L1`).digest('hex');
      const holder = arbitrate(key, dossierOf([loan(north), loan(south)])).find(
        ({ status }) => status === 'RECOGNISED',
      );
      expect(holder?.institution).toBe(hash(north) < hash(south) ? north : south);
    },
  );

  it('the next one succeeds when the first is withdrawn', () => {
    const first = loan(south, { drawdownTime: '09:00:00', effective: false });
    expect(verdicts([loan(north), first])).toEqual({
      [north]: 'RECOGNISED',
      [south]: 'REVOKED LOAN_WITHDRAWN',
    });
  });
});

describe('a contest', () => {
  const timeless = loan(south, { drawdownTime: null });

  it('is where one of two or more eligible claims lacks its time, and concerns all of those', () => {
    expect(contested([loan(north), timeless])).toEqual([north, south]);
    expect(contested([loan(north), loan(south)])).toEqual([]);
    expect(contested([timeless])).toEqual([]);
    expect(contested([loan(north), { ...timeless, effective: false }])).toEqual([]);
    expect(contested([loan(north), { ...timeless, drawdownDate: businessDate('2024-03-02') }])).toEqual([]);
  });

  it('that was decided puts that claim first, stays a contest, and tells the others so', () => {
    const loans = [loan(north), timeless];
    expect(verdicts(loans, [decision(south)])).toEqual({
      [north]: 'SUPERSEDED CONTEST_DECIDED',
      [south]: 'RECOGNISED',
    });
    expect(contested(loans, [decision(south)])).toEqual([north, south]);
    expect(verdicts(loans, [decision(north)])).toEqual({
      [north]: 'RECOGNISED',
      [south]: 'SUPERSEDED CONTEST_DECIDED',
    });
  });

  it('the last decision for a claim still eligible counts', () => {
    const decisions = [decision(south, 'first'), decision(north, 'second')];
    expect(verdicts([loan(north), timeless], decisions)).toMatchObject({ [north]: 'RECOGNISED' });
    const withdrawn = [loan(north, { claim: 'WITHDRAWN' }), timeless, loan(east)];
    expect(verdicts(withdrawn, decisions)).toMatchObject({
      [south]: 'RECOGNISED',
      [east]: 'SUPERSEDED CONTEST_DECIDED',
    });
    const dossier = dossierOf(withdrawn, decisions);
    expect(decisionInForce(dossier)).toEqual(decisions[0]);
    expect(decisionInForce({ ...dossier, decisions: [decision(north)] })).toBeUndefined();
  });

  it('silence leaves the clock standing', () => {
    expect(verdicts([loan(north), timeless])).toEqual({
      [north]: 'RECOGNISED',
      [south]: 'SUPERSEDED EARLIER_CLAIM',
    });
  });
});
