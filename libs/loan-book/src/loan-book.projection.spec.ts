import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Loan } from '#contract';
import { asLoanId } from '#identifiers';
import { MalformedCursor } from '#keyset';
import { LoanHistoryHandler, LoanHistoryQuery } from './loan-history.query.js';
import { LoanPageHandler, LoanPageQuery, type LoansAsked, LoansHandler, LoansQuery } from './loans.query.js';
import { bankA, bankB, borrower } from '#testing';
import { cancelled, issued, opened, renewed, repaid } from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';

let planted: LoanLog;

beforeAll(async () => {
  planted = await loanLog();
  const { appended, brought } = planted;
  const micro = borrower({ id: '9131000013221158XC', size: 'MICRO', district: '310101', industry: 'C' });
  await appended(
    bankA,
    asLoanId('L1'),
    issued('2024-01-10'),
    renewed('2024-12-01'),
    repaid('2025-02-01', '1000.00'),
  );
  await appended(
    bankA,
    asLoanId('L10'),
    issued('2024-01-10', { borrower: micro, product: 'TRADE', tags: ['GREEN'] }),
  );
  await appended(bankA, asLoanId('L2'), opened('2023-12-31'), cancelled('2024-02-01'));
  await appended(bankB, asLoanId('L1'), issued('2024-01-10', { borrower: borrower({ industry: 'K70' }) }));
  await brought();
});
afterAll(() => planted.close());

const loan = (institution: string, loanId: string) =>
  new LoanPageHandler(planted.pool).execute(new LoanPageQuery(institution, loanId));

const loans = (asked: Partial<LoansAsked> = {}) =>
  new LoansHandler(planted.pool).execute(new LoansQuery({ limit: 100, ...asked }));

const named = (items: readonly Loan[]) =>
  items.map(({ institution, loanId }) => `${institution === bankA ? 'A' : 'B'} ${loanId}`);

describe('a loan', () => {
  it('is shown as it stands', async () => {
    expect(await loan(bankA, 'L1')).toMatchObject({
      institution: bankA,
      loanId: 'L1',
      status: 'REPAID',
      outstanding: '0.00',
      renewals: 1,
      borrower: borrower(),
      seq: 3,
    });
    expect(await loan(bankA, 'L2')).toMatchObject({ status: 'CANCELLED', outstanding: '0.00', renewals: 2 });
  });

  it.each([
    ['of another institution', bankB, 'L2'],
    ['unknown', bankA, 'L3'],
    ['no identifier', bankA, 'L\0'],
  ])('%s is null', async (_, institution, loanId) => {
    expect(await loan(institution, loanId)).toBeNull();
  });
});

describe('loans', () => {
  it.each<[string, Partial<LoansAsked>, readonly string[]]>([
    ['all, in the order of their keys', {}, ['A L1', 'A L10', 'A L2', 'B L1']],
    ['of an institution', { institution: [bankB] }, ['B L1']],
    ['of no institution', { institution: [] }, []],
    ['of a status', { status: ['REPAID', 'CANCELLED'] }, ['A L1', 'A L2']],
    ['of a product', { product: ['TRADE'] }, ['A L10']],
    ['of a district', { district: ['310101'] }, ['A L10']],
    ['of a section and its divisions', { industry: ['C'] }, ['A L1', 'A L10', 'A L2']],
    ['of a division', { industry: ['C39', 'K70'] }, ['A L1', 'A L2', 'B L1']],
    ['of a size', { size: ['MICRO'] }, ['A L10']],
    ['of a classification', { classification: ['SPECIAL_MENTION'] }, ['A L2']],
    ['with a tag', { tag: ['GREEN', 'CHAIN'] }, ['A L10']],
    ['with no tag', { tag: [] }, []],
    ['maturing from a day on', { maturityFrom: '2025-01-11' }, ['A L1']],
    ['maturing up to a day', { maturityTo: '2025-01-10' }, ['A L10', 'A L2', 'B L1']],
    ['maturing on a day', { maturityFrom: '2024-05-01', maturityTo: '2024-05-01' }, ['A L2']],
    ['of a borrower', { borrower: ['9131000013221158XC'] }, ['A L10']],
    ['of what nothing matches', { borrower: ['x\0'] }, []],
    ['by several filters', { institution: [bankA], industry: ['C39'], status: ['CANCELLED'] }, ['A L2']],
  ])('%s', async (_, asked, expected) => {
    const { items, next } = await loans(asked);
    expect(named(items)).toEqual(expected);
    expect(next).toBeNull();
  });

  it('go on where the page before ended', async () => {
    const pages: (readonly string[])[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof loans>> = await loans({
        limit: 2,
        ...(cursor === '' ? {} : { cursor }),
      });
      pages.push(named(page.items));
      cursor = page.next;
    }
    expect(pages).toEqual([
      ['A L1', 'A L10'],
      ['A L2', 'B L1'],
    ]);
  });

  it('do not go on from what is no cursor', async () => {
    await expect(loans({ cursor: 'nonsense' })).rejects.toThrow(MalformedCursor);
  });
});

describe('the history of a loan', () => {
  const history = (loanId: string, more: { limit?: number; cursor?: string } = {}) =>
    new LoanHistoryHandler(planted.pool).execute(
      new LoanHistoryQuery({ institution: bankA, loanId: asLoanId(loanId), limit: 100, ...more }),
    );

  it('has each fact with the loan as known then', async () => {
    const page = await history('L1');
    expect(
      page?.items.map(({ fact, state }) => [fact.seq, fact.type, state?.outstanding, state?.status]),
    ).toEqual([
      [1, 'LoanIssued', '1000.00', 'ACTIVE'],
      [2, 'LoanRenewed', '1000.00', 'ACTIVE'],
      [3, 'LoanRepaid', '0.00', 'REPAID'],
    ]);
    expect(page?.items.at(-1)?.state).toEqual(await loan(bankA, 'L1'));
    expect(page?.items[0]?.fact).toEqual({
      seq: 1,
      recordedAt: '2024-06-30T00:00:00.000Z',
      eventId: expect.any(String),
      type: 'LoanIssued',
      stream: `loan-${bankA}-L1`,
      revision: 0,
      effectiveDate: '2024-01-10',
      institution: bankA,
      data: expect.objectContaining({ loanId: 'L1', principal: '1000.00' }),
      metadata: expect.objectContaining({ actor: 'registry' }),
    });
  });

  it('goes on where the page before ended, with the states that rest on it', async () => {
    const first = await history('L1', { limit: 2 });
    expect(first?.items).toHaveLength(2);
    const rest = await history('L1', { limit: 2, cursor: first?.next ?? '' });
    expect(rest?.items.map(({ state }) => state?.status)).toEqual(['REPAID']);
    expect(rest?.next).toBeNull();
  });

  it('of an unknown loan is null', async () => {
    expect(await history('L3')).toBeNull();
  });

  it('shows nothing that the page of the loan does not show yet', async () => {
    const { appended, brought } = planted;
    await appended(bankA, asLoanId('L4'), issued('2024-03-01'));
    expect(await history('L4')).toBeNull();
    await brought();
    expect((await history('L4'))?.items).toHaveLength(1);
  });
});
