import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openPostgresLog } from '#event-log';
import type { BorrowerData, NewFact } from '#facts';
import { bankA, bankB, borrower, correctedTo, factOf, FollowedLog, reversedAt } from '#testing';
import { borrowerBookChecker } from './borrower-book.checker.js';
import { borrowerBookProjection } from './borrower-book.projection.js';
import { BorrowerHandler, BorrowerQuery } from './borrower.query.js';
import type { BorrowerPage } from './borrower-page.js';

/* Borrowers whose loans, claims and disbursements were corrected and reversed: by which of them they are described. */

const following = () =>
  FollowedLog.of({
    openLog: openPostgresLog,
    projection: borrowerBookProjection,
    checker: borrowerBookChecker,
  });
let log: Awaited<ReturnType<typeof following>>;

beforeAll(async () => {
  log = await following();
});
afterAll(() => log.close());

let made = 0;
const newFact = (type: string, data: object): NewFact =>
  factOf(type, data, { eventId: `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}` });
const issued = (by: BorrowerData) => newFact('LoanIssued', { loanId: 'L1', borrower: by });
const claimed = (by: BorrowerData) => newFact('FirstTimeClaimed', { loanId: 'L1', borrower: by });
const disbursed = (by: BorrowerData) =>
  newFact('BailoutDisbursed', {
    disbursementId: 'D1',
    programme: 'B24',
    kind: 'BRIDGE',
    amount: '1.00',
    borrower: by,
  });

const page = async (institution: string, key = borrower().id): Promise<BorrowerPage | undefined> => {
  const { rows } = await log.client.query<{ page: BorrowerPage }>(
    'select page from borrower_page where borrower_key = $1 and institution = $2',
    [key, institution],
  );
  return rows[0]?.page;
};

const loan = (institution: string, loanId: string) => `loan-${institution}-${loanId}`;

describe('a borrower', () => {
  it('is described by the last fact that stands, as it was corrected', async () => {
    await log.append(bankA, loan(bankA, 'L1'), issued(borrower({ size: 'MICRO', name: '甲' })));
    await log.append(bankA, loan(bankA, 'L2'), issued(borrower({ size: 'MEDIUM' })));
    await log.append(bankA, loan(bankA, 'L1'), correctedTo(0, issued(borrower({ size: 'LARGE' }))));
    expect(await log.apply(1)).toEqual([]);
    expect(await page(bankA)).toMatchObject({ size: 'MEDIUM', seq: 2 });
    await log.append(bankA, loan(bankA, 'L2'), correctedTo(0, issued(borrower({ district: '310101' }))));
    expect(await log.apply(1)).toEqual([]);
    expect(await page(bankA)).toMatchObject({ size: 'SMALL', district: '310101', seq: 2 });
    await log.append(bankA, loan(bankA, 'L2'), reversedAt(0));
    expect(await log.apply(1)).toEqual([]);
    expect(await page(bankA)).toMatchObject({ size: 'LARGE', name: null, seq: 1 });
    await log.append(bankA, loan(bankA, 'L1'), reversedAt(0));
    expect(await log.apply(1)).toEqual([]);
    expect(await page(bankA)).toBeUndefined();
  });

  it('is found again by what a row forgot, in the log', async () => {
    for (let no = 0; no < 60; no += 1)
      await log.append(bankB, loan(bankB, `M${no}`), issued(borrower({ name: `公司${no}` })));
    expect(await log.apply(100)).toEqual([]);
    expect(await page(bankB)).toMatchObject({ name: '公司59', isCut: true });
    await log.append(bankB, loan(bankB, 'M6'), correctedTo(0, issued(borrower({ name: '改名' }))));
    for (let no = 59; no > 6; no -= 1) await log.append(bankB, loan(bankB, `M${no}`), reversedAt(0));
    expect(await log.apply(7)).toEqual([]);
    expect(await page(bankB)).toMatchObject({ name: '改名' });
    expect((await page(bankB))?.before).toHaveLength(6);
  });

  it('is shown as it was described last of all, by whichever bank', async () => {
    const described = async () => {
      const found = await new BorrowerHandler(log.pool).execute(new BorrowerQuery(borrower().id));
      return found?.name;
    };
    expect(await described()).toBe('改名');
    await log.append(bankA, loan(bankA, 'L3'), issued(borrower({ name: '甲' })));
    expect(await log.apply(1)).toEqual([]);
    // The place of the other has fewer digits, the first of them a larger one.
    const seqs = [(await page(bankB))?.seq, (await page(bankA))?.seq];
    expect(seqs.map(String).toSorted()).toEqual(seqs.toReversed().map(String));
    expect(await described()).toBe('甲');
  });
});

const anyMove = fc.record({
  what: fc.constantFrom('loan' as const, 'claim' as const, 'disbursement' as const),
  subject: fc.nat(2),
  does: fc.constantFrom('report', 'report', 'correct', 'reverse', 'reverse'),
  which: fc.nat(99),
  size: fc.constantFrom('MICRO' as const, 'SMALL' as const, 'MEDIUM' as const),
});

it('rows are what the checker derives, whatever is reported, corrected and reversed, and wherever batches are cut', async () => {
  let run = 0;
  const facts = { loan: issued, claim: claimed, disbursement: disbursed };
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMove, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 12 }),
      async (moves, size) => {
        run += 1;
        const standing = new Map<string, { revision: number; what: keyof typeof facts }[]>();
        for (const [at, { what, subject, does, which, size: asSize }] of moves.entries()) {
          const stream =
            what === 'disbursement' ? `bailout-${bankA}-B${run}` : loan(bankA, `R${run}-${subject}`);
          const of = standing.get(stream) ?? [];
          const found = of[which % of.length];
          const by = borrower({ id: `run ${run}`, size: asSize });
          if (does === 'report' || !found) {
            const revision = await log.append(bankA, stream, facts[what](by));
            standing.set(stream, [...of, { revision, what }]);
          } else if (does === 'correct')
            await log.append(bankA, stream, correctedTo(found.revision, facts[found.what](by)));
          else {
            await log.append(bankA, stream, reversedAt(found.revision));
            standing.set(
              stream,
              of.filter((each) => each !== found),
            );
          }
          // What is wrong for a while is described anew by what comes next.
          if (at % 4 === 3) expect(await log.apply(size)).toEqual([]);
        }
        expect(await log.apply(size)).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
  await log.client.query(`update borrower_page set page = jsonb_set(page::jsonb, '{size}', '"LARGE"')::json`);
  expect((await borrowerBookChecker.check(log.client)).length).toBeGreaterThan(0);
});
