import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asLoanId, type InstitutionCode } from '#identifiers';
import { MalformedCursor } from '#keyset';
import { LoanHistoryHandler, LoanHistoryQuery } from '../loan-history.query.js';
import { LoanPageHandler, LoanPageQuery, LoansHandler, LoansQuery } from '../loans.query.js';
import { asWritten, bankA, bankB, borrower } from '#testing';
import { cancelled, claimed, issued, opened, repaid, settled } from '../testing/loan-facts.js';
import { type LoanLog, loanLog } from '../testing/loan-log.js';
import { ClaimHandler, ClaimQuery, type ClaimsAsked, ClaimsHandler, ClaimsQuery } from './claims.query.js';

const other = borrower({ id: '9131000013221158XC' });
const withdrawn = { reason: 'CLAIM_WITHDRAWN', held: true } as const;

let planted: LoanLog;

beforeAll(async () => {
  planted = await loanLog();
  const { appended, said, brought } = planted;
  await appended(
    bankA,
    asLoanId('L1'),
    issued('2024-01-10', { drawdownTime: '10:00:00' }),
    claimed('2024-01-11'),
  );
  await said(settled('FirstTimeRecognised', bankA, asLoanId('L1')));
  await appended(bankA, asLoanId('L1'), repaid('2024-02-01', '1.00'));
  await appended(bankB, asLoanId('L9'), issued('2024-01-10'), claimed('2024-01-11'));
  await said(settled('FirstTimeSuperseded', bankB, asLoanId('L9'), { reason: 'EARLIER_CLAIM' }));
  await appended(bankA, asLoanId('L1'), repaid('2024-02-02', '1.00'));
  await appended(bankA, asLoanId('L2'), issued('2024-01-10'), claimed('2024-01-11'));
  await appended(bankB, asLoanId('P1'), opened('2023-12-31', { startDate: asWritten('2022-05-01') }));
  await said(
    settled('FirstTimeDenied', bankA, asLoanId('L2'), {
      reason: 'PRIOR_LOAN',
      earlierDate: asWritten('2022-05-01'),
    }),
  );
  await appended(
    bankA,
    asLoanId('L3'),
    issued('2024-01-10', { borrower: other }),
    claimed('2024-01-11', other),
  );
  await appended(bankA, asLoanId('L4'), issued('2024-01-10'));
  await appended(bankB, asLoanId('L5'), issued('2024-01-10'), claimed('2024-01-11'));
  await said(settled('FirstTimeRevoked', bankB, asLoanId('L5'), withdrawn));
  await appended(bankA, asLoanId('L2'), repaid('2024-02-01', '1.00'));
  await appended(bankB, asLoanId('P2'), opened('2023-12-31', { startDate: asWritten('2021-05-01') }));
  await appended(bankA, asLoanId('L2'), repaid('2024-02-02', '1.00'));
  await appended(bankB, asLoanId('P2'), cancelled('2024-02-02'));
  await brought();
});
afterAll(() => planted.close());

const claims = (asked: Partial<ClaimsAsked> = {}) =>
  new ClaimsHandler(planted.pool).execute(new ClaimsQuery({ limit: 100, ...asked }));
const claim = (institution: string, loanId: string) =>
  new ClaimHandler(planted.pool).execute(new ClaimQuery(institution, loanId));
const loan = (institution: string, loanId: string) =>
  new LoanPageHandler(planted.pool).execute(new LoanPageQuery(institution, loanId));

describe('claims', () => {
  it.each<[string, Partial<ClaimsAsked>, readonly string[]]>([
    ['all, in the order of their keys', {}, ['A L1', 'A L2', 'A L3', 'B L5', 'B L9']],
    ['of an institution', { institution: [bankB] }, ['B L5', 'B L9']],
    ['of no institution', { institution: [] }, []],
    ['of statuses', { status: ['RECOGNISED', 'PENDING'] }, ['A L1', 'A L3']],
    ['revoked', { status: ['REVOKED'] }, ['B L5']],
    ['of a borrower', { borrower: [other.id] }, ['A L3']],
    ['contested', { contested: true }, ['A L1', 'B L9']],
    ['not contested', { contested: false }, ['A L2', 'A L3', 'B L5']],
    ['by several filters', { contested: true, status: ['SUPERSEDED'] }, ['B L9']],
  ])('%s', async (_, asked, expected) => {
    const { items, next } = await claims(asked);
    expect(items.map(({ institution, loanId }) => `${institution === bankA ? 'A' : 'B'} ${loanId}`)).toEqual(
      expected,
    );
    expect(next).toBeNull();
  });

  it('go on where the page before ended', async () => {
    const { next } = await claims({ limit: 3 });
    const { items } = await claims({ limit: 3, cursor: next ?? '' });
    expect(items.map(({ loanId }) => loanId)).toEqual(['L5', 'L9']);
    await expect(claims({ cursor: 'nonsense' })).rejects.toThrow(MalformedCursor);
  });

  it('one by one, also withdrawn', async () => {
    expect(await claim(bankB, 'L9')).toEqual({
      institution: bankB,
      loanId: 'L9',
      borrowerKey: borrower().id,
      drawdownDate: '2024-01-10',
      drawdownTime: null,
      status: 'SUPERSEDED',
      contested: true,
      reason: 'EARLIER_CLAIM',
      earlierDate: null,
      seq: 7,
    });
    expect(await claim(bankB, 'L5')).toMatchObject({ status: 'REVOKED', reason: 'CLAIM_WITHDRAWN' });
    expect(await claim(bankA, 'L2')).toMatchObject({ status: 'DENIED', earlierDate: '2022-05-01' });
    expect(await claim(bankA, 'L4')).toBeNull();
    expect(await claim(bankA, 'none')).toBeNull();
    expect(await claim(bankA, '\0')).toBeNull();
  });
});

describe('a loan', () => {
  it('shows its claim, as its own route does', async () => {
    expect((await loan(bankA, 'L1'))?.claim).toEqual(await claim(bankA, 'L1'));
    expect((await loan(bankA, 'L1'))?.claim).toMatchObject({ status: 'RECOGNISED', contested: true });
    expect((await loan(bankA, 'L4'))?.claim).toBeNull();
    expect((await loan(bankB, 'L5'))?.claim).toBeNull();
  });

  it('shows it in lists', async () => {
    const { items } = await new LoansHandler(planted.pool).execute(new LoansQuery({ limit: 100 }));
    expect(items.map(({ loanId, claim: of }) => [loanId, of?.status ?? null, of?.contested ?? null])).toEqual(
      [
        ['L1', 'RECOGNISED', true],
        ['L2', 'DENIED', false],
        ['L3', 'PENDING', false],
        ['L4', null, null],
        ['L5', null, null],
        ['L9', 'SUPERSEDED', true],
        ['P1', null, null],
        ['P2', null, null],
      ],
    );
  });

  it('shows in its history what was known of it at each fact', async () => {
    const history = (loanId: string, institution = bankA) =>
      new LoanHistoryHandler(planted.pool).execute(
        new LoanHistoryQuery({ institution, loanId: asLoanId(loanId), limit: 100 }),
      );
    const known = async (loanId: string, institution?: InstitutionCode) =>
      (await history(loanId, institution))?.items.map(({ fact, state }) => [
        fact.seq,
        state?.claim?.status ?? null,
        state?.claim?.contested ?? null,
      ]);
    expect(await known('L1')).toEqual([
      [1, null, null],
      [2, 'PENDING', false],
      [4, 'RECOGNISED', false],
      [8, 'RECOGNISED', true],
    ]);
    expect(await known('L9', bankB)).toEqual([
      [5, null, null],
      [6, 'PENDING', false],
    ]);
    expect((await history('L2'))?.items.map(({ state }) => state?.claim?.earlierDate)).toEqual([
      undefined,
      null,
      '2022-05-01',
      '2021-05-01',
    ]);
    expect(await known('L4')).toEqual([[expect.any(Number), null, null]]);
  });
});
