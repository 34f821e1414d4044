import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import type { LoanHistoryItem } from '#contract';
import type { NewFact } from '#facts';
import { asLoanId } from '#identifiers';
import { LoanHistoryHandler, LoanHistoryQuery } from './loan-history.query.js';
import { bankA, bankB } from '#testing';
import { claimed, issued, reclassified, repaid, settled } from './testing/loan-facts.js';
import { type LoanLog, loanLog } from './testing/loan-log.js';

/* A page of a history costs what it shows, and shows what a fold from nothing does. */

const long = 3_205;
let planted: LoanLog;
let read = 0;
let counting: pg.Pool;

beforeAll(async () => {
  planted = await loanLog();
  const { appended, said, brought, pool } = planted;
  const changes = (count: number): readonly NewFact[] =>
    Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? reclassified('2024-02-01', 'NORMAL') : repaid('2024-02-01', '0.01'),
    );
  await appended(bankA, asLoanId('LONG'), issued('2024-01-10', { principal: '1000.00' }), ...changes(1_500));
  await appended(bankB, asLoanId('OTHER'), issued('2024-01-10'), claimed('2024-01-11'));
  await appended(bankA, asLoanId('LONG'), claimed('2024-01-12'), ...changes(3));
  await said(settled('FirstTimeRecognised', bankA, asLoanId('LONG')));
  await appended(bankA, asLoanId('LONG'), ...changes(long - 1_506));
  await appended(bankB, asLoanId('OTHER'), ...changes(3));
  await said(settled('FirstTimeSuperseded', bankB, asLoanId('OTHER')));
  await appended(bankA, asLoanId('LONG'), ...changes(1));
  await brought(1_000);
  counting = {
    query: async (text: string, values: readonly unknown[]) => {
      const result = await pool.query(text, [...values]);
      read += result.rows.length;
      return result;
    },
  } as unknown as pg.Pool;
});
afterAll(() => planted.close());

/** A process that has shown nothing yet. */
const process = () => {
  const handler = new LoanHistoryHandler(counting);
  return async (limit: number, cursor?: string | null) => {
    read = 0;
    const page = await handler.execute(
      new LoanHistoryQuery({
        institution: bankA,
        loanId: asLoanId('LONG'),
        limit,
        ...(cursor ? { cursor } : {}),
      }),
    );
    if (!page) throw new Error('There is no such loan.');
    return { ...page, read };
  };
};

const cursorAfter = (revision: number): string =>
  Buffer.from(JSON.stringify([revision])).toString('base64url');

describe('a long history', () => {
  let whole: readonly LoanHistoryItem[];

  it('in pages reads each fact once, and one more for each page', async () => {
    const first = await process()(2_000);
    whole = [...first.items, ...(await process()(2_000, first.next)).items];
    expect(whole).toHaveLength(long);
    const page = process();
    const items: LoanHistoryItem[] = [];
    let others = 0;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { items: found, next, read: facts } = await page(100, cursor);
      others += facts - found.length - (next === null ? 0 : 1);
      items.push(...found);
      cursor = next;
    }
    expect(items).toEqual(whole);
    // Of other streams: the other loan with its claim, and what was said of either.
    expect(others).toBe(4);
  });

  it('shows the claims as they were known', () => {
    const claims = whole.map(({ state }) => [state?.claim?.status, state?.claim?.contested]);
    expect([claims[1_500], claims[1_501], claims[1_505], claims[long - 1]]).toEqual([
      [undefined, undefined],
      ['PENDING', false],
      ['RECOGNISED', false],
      ['RECOGNISED', true],
    ]);
  });

  it('at a place that nobody was before is folded once; from there on a page costs a stretch at most', async () => {
    const page = process();
    const cold = await page(10, cursorAfter(2_999));
    expect(cold.items).toEqual(whole.slice(3_000, 3_010));
    expect(cold.read).toBeLessThanOrEqual(3_000 + 11 + 3);
    expect((await page(10, cursorAfter(2_999))).read).toBe(11);
    const elsewhere = await page(10, cursorAfter(1_700));
    expect(elsewhere.items).toEqual(whole.slice(1_701, 1_711));
    expect(elsewhere.read).toBeLessThanOrEqual(1_000 + 11 + 3);
    expect((await page(10)).read).toBe(11);
  });

  it('beyond its end is empty, and reads nothing', async () => {
    expect(await process()(10, cursorAfter(2 ** 31 - 1))).toEqual({ items: [], next: null, read: 1 });
  });

  it('is the same wherever pages begin, end, and were asked for before', async () => {
    const positions = fc.array(
      fc.tuple(fc.integer({ min: -1, max: long }), fc.integer({ min: 1, max: 700 })),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    await fc.assert(
      fc.asyncProperty(positions, async (asked) => {
        const page = process();
        for (const [after, limit] of asked) {
          const { items } = await page(limit, after < 0 ? null : cursorAfter(after));
          expect(items).toEqual(whole.slice(after + 1, after + 1 + limit));
        }
      }),
      { numRuns: 15 },
    );
  });
});
