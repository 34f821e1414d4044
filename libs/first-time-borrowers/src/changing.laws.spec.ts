import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { systemClock } from '#calendar';
import { checkerOf } from '#projections';
import { lawRuns } from '#testing';
import { arbiterChecker } from './arbiter.checker.js';
import { arbiter } from './arbiter.projection.js';
import { ArbiterLog } from './testing/arbiter-log.js';
import { anyOrder, anyWork, settledIn } from './testing/arrivals.js';
import { borrowerKey, east, north, south } from './testing/borrower-facts.js';
import { anyChangingLoans, type ChangingLoan } from './testing/changing-loans.js';
import { countedAfterEach, lastSaid, recognisedAfterEach } from './testing/recognition.js';

/*
 * Loans and claims that are corrected and reversed at random, at several banks, the ids of reversed loans taken by another borrower: what
 * the arbiter says last rests on what stands in the end, and on nothing of the way there.
 */

const banks = [north, south, east];
const borrowers = [borrowerKey, '9131000013221158XC'];

/** The rules once more, over loans as they stand in the end; no contest is decided. */
const expectedOf = (key: string, loans: readonly ChangingLoan[]): Readonly<Record<string, string>> => {
  const effective = loans.flatMap(({ bank, loanId, standing }) =>
    standing?.borrower === key && standing.cancelled === null
      ? [
          {
            id: `${bank}|${loanId}`,
            day: standing.day,
            time: standing.time,
            isClaimed: standing.claim !== null,
          },
        ]
      : [],
  );
  const earliest = effective.map(({ day }) => day).toSorted()[0];
  const rank = ({ id, time }: { readonly id: string; readonly time: string | null }): string =>
    `${time ?? '23:59:59'} ${createHash('sha256').update(`${key}|${id}`).digest('hex')}`;
  const [holder] = effective
    .filter(({ isClaimed, day }) => isClaimed && day === earliest)
    .toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
  const verdict = (id: string): string => {
    const loan = effective.find((each) => each.id === id);
    if (!loan) return 'FirstTimeRevoked LOAN_WITHDRAWN';
    if (!loan.isClaimed) return 'FirstTimeRevoked CLAIM_WITHDRAWN';
    if (loan.day !== earliest) return 'FirstTimeDenied PRIOR_LOAN';
    return loan === holder ? 'FirstTimeRecognised ' : 'FirstTimeSuperseded EARLIER_CLAIM';
  };
  const claimed = loans.filter(({ claimedFor }) => claimedFor.has(key));
  return Object.fromEntries(
    claimed.map(({ bank, loanId }) => [`${bank}|${loanId}`, verdict(`${bank}|${loanId}`)]),
  );
};

describe('of loans and claims that are corrected and reversed', () => {
  it('the statuses rest on what stands, whatever the order, the batches and the crashes; one is recognised at most', async () => {
    const arrival = anyChangingLoans(banks, borrowers).chain((loans) =>
      fc.record({
        loans: fc.constant(loans),
        order: anyOrder(loans.map(({ facts }) => facts)),
        work: anyWork,
      }),
    );
    let recognitions = 0;
    await fc.assert(
      fc.asyncProperty(arrival, async ({ loans, order, work }) => {
        const lanes = loans.map(({ facts }) => facts);
        const streams = await settledIn(borrowers, lanes, order, work);
        for (const [index, facts] of streams.entries()) {
          expect(lastSaid(facts)).toEqual(expectedOf(borrowers[index] ?? '', loans));
          const recognised = recognisedAfterEach(facts);
          recognitions += recognised.length;
          expect(Math.max(0, ...recognised.map(({ length }) => length))).toBeLessThanOrEqual(1);
          expect(countedAfterEach(facts)).toEqual(recognised.map(({ length }) => length));
        }
      }),
      { numRuns: lawRuns(200) },
    );
    expect(recognitions).toBeGreaterThan(200);
  });

  it('every row is what the checker derives, wherever batches are cut', async () => {
    const log = await ArbiterLog.begin();
    const { apply } = arbiter({ log: log.open.log, clock: systemClock });
    const connection = await log.pool.connect();
    let seq = 0;
    /** Applies what is there, so many facts at a time, until nothing more follows from it. */
    const follow = async (size: number): Promise<void> => {
      for (;;) {
        const facts = await log.open.sequence.readAfter(seq, size);
        if (facts.length === 0) return;
        await connection.query('begin');
        await apply(facts, connection);
        seq += facts.length;
        await connection.query(
          `insert into projection_checkpoints (name, version, seq) values ('arbiter', 1, $1)
           on conflict (name) do update set seq = excluded.seq`,
          [seq],
        );
        await connection.query('commit');
      }
    };
    let run = 0;
    try {
      await fc.assert(
        fc.asyncProperty(
          anyChangingLoans(banks, ['A', 'B'], 12),
          fc.integer({ min: 1, max: 9 }),
          async (loans, size) => {
            run += 1;
            // The log goes on: each run has loans and borrowers of its own.
            const own = (text: string): string =>
              text.replaceAll(/"(A|B|L\d)"/g, `"$1-${run}"`).replaceAll(/(loan-\w+-L\d)/g, `$1-${run}`);
            const facts = loans.flatMap((loan) => loan.facts);
            await log.append(...(JSON.parse(own(JSON.stringify(facts))) as typeof facts));
            await follow(size);
            expect(await arbiterChecker.check(connection)).toEqual([]);
          },
        ),
        { numRuns: lawRuns(15) },
      );
      expect(await checkerOf(arbiterChecker.projection, arbiterChecker.parts, 20).check(connection)).toEqual(
        [],
      );
      await connection.query(
        `delete from first_time_loan where stream in (select stream from first_time_loan limit 1)`,
      );
      expect(await arbiterChecker.check(connection)).toContainEqual(
        expect.objectContaining({ table: 'first_time_loan', expected: expect.anything(), found: null }),
      );
    } finally {
      connection.release(true);
      await log.close();
    }
  });
});
