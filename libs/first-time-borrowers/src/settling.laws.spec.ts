import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredFact } from '#facts';
import { asLoanId, type InstitutionCode } from '#identifiers';
import { lawRuns } from '#testing';
import { anyOrder, anyWork, type Lanes, settledIn, type Work } from './testing/arrivals.js';
import {
  borrowerKey,
  cancelled,
  claimed,
  decided,
  east,
  issued,
  north,
  opened,
  type Planted,
  repaid,
  south,
} from './testing/borrower-facts.js';
import { countedAfterEach, lastSaid, recognisedAfterEach } from './testing/recognition.js';

const days = ['2024-03-01', '2024-03-02', '2024-03-03'] as const;
const times = [undefined, '09:00:00', '10:00:00', '23:59:59'] as const;

interface LoanReported {
  readonly bank: InstitutionCode;
  readonly day: string;
  readonly time: string | undefined;
  readonly kind: 'issued' | 'opened';
  readonly later: readonly ('claimed' | 'cancelled' | 'repaid')[];
}

const anyLoan: fc.Arbitrary<LoanReported> = fc.record({
  bank: fc.constantFrom(north, south, east),
  // Mostly one day, where the clock and the hash decide.
  day: fc.constantFrom(days[0], days[1], days[1], days[1], days[2]),
  time: fc.constantFrom(...times),
  kind: fc.constantFrom('issued' as const, 'issued' as const, 'issued' as const, 'opened' as const),
  later: fc.constantFrom(
    ['claimed'] as const,
    ['claimed'] as const,
    ['claimed', 'cancelled'] as const,
    ['claimed', 'repaid'] as const,
    ['cancelled'] as const,
    [],
  ),
});

/** What one bank reports of one loan, in order: that order is given, across loans there is none. */
const laneOf = ({ bank, day, time, kind, later }: LoanReported, index: number): readonly Planted[] => {
  const loan = { bank, loanId: asLoanId(`L${index}`) };
  const steps = { claimed, cancelled, repaid };
  return [
    kind === 'opened'
      ? opened({ ...loan, start: day })
      : issued({ ...loan, on: day, ...(time ? { at: time } : {}) }),
    ...later.filter((step) => kind === 'issued' || step !== 'claimed').map((step) => steps[step](loan)),
  ];
};

/** Three to five loans, of which six to ten reports come, and what supervisors decide, in order. */
const anyCase = fc
  .record({
    loans: fc.array(anyLoan, { minLength: 3, maxLength: 5 }),
    decisions: fc.array(fc.nat(4), { maxLength: 2 }),
  })
  .map(({ loans, decisions }) => ({
    lanes: [
      ...loans.map(laneOf),
      decisions
        .filter((index) => index < loans.length)
        .map((index, no) =>
          decided({ bank: loans[index]?.bank ?? north, loanId: asLoanId(`L${index}`) }, `no. ${no}`),
        ),
    ],
  }))
  .filter(({ lanes }) => {
    const reports = lanes.flat().length;
    return reports >= 6 && reports <= 10;
  });

/** What was said of the borrower. */
const settled = async (lanes: Lanes, order: readonly number[], work: readonly Work[]) => {
  const [facts = []] = await settledIn([borrowerKey], lanes, order, work);
  return facts;
};

const anyTwoArrivals = anyCase.chain((one) =>
  fc.record({
    lanes: fc.constant(one.lanes),
    orders: fc.tuple(anyOrder(one.lanes), anyOrder(one.lanes)),
    works: fc.tuple(anyWork, anyWork),
  }),
);

describe('settling', () => {
  it('ends in the same statuses in whatever order the same reports arrive, with at most one recognised at each seq', async () => {
    await fc.assert(
      fc.asyncProperty(anyTwoArrivals, async ({ lanes, orders, works }) => {
        const [one, other] = [
          await settled(lanes, orders[0], works[0]),
          await settled(lanes, orders[1], works[1]),
        ];
        expect(lastSaid(other)).toEqual(lastSaid(one));
        for (const facts of [one, other]) {
          const recognised = recognisedAfterEach(facts);
          expect(Math.max(0, ...recognised.map(({ length }) => length))).toBeLessThanOrEqual(1);
          expect(countedAfterEach(facts)).toEqual(recognised.map(({ length }) => length));
        }
      }),
      { numRuns: lawRuns(200) },
    );
  });

  it('says the same facts, whatever crashes and whoever else settles', async () => {
    const order = anyCase.chain((one) =>
      fc.record({ lanes: fc.constant(one.lanes), order: anyOrder(one.lanes), work: anyWork }),
    );
    await fc.assert(
      fc.asyncProperty(order, async ({ lanes, order, work }) => {
        const alone = work.map((step) => ({ ...step, who: 0, crashes: false, together: false }));
        const bare = (facts: readonly StoredFact[]) =>
          facts.map(({ type, institution, effectiveDate, data }) => {
            const { causedBy: _causedBy, ...content } = data as { causedBy?: number };
            return { type, institution, effectiveDate, content };
          });
        const decisions = (facts: readonly StoredFact[]) =>
          facts.filter(({ type }) => type !== 'FirstTimeContestDecided');
        expect(bare(decisions(await settled(lanes, order, work)))).toEqual(
          bare(decisions(await settled(lanes, order, alone))),
        );
      }),
      { numRuns: lawRuns(200) },
    );
  });

  it('is held against a count that sees two', () => {
    const recognition = (institution: string): StoredFact =>
      ({ type: 'FirstTimeRecognised', institution, data: { loanId: 'L1', held: false } }) as StoredFact;
    const facts = [recognition(north), recognition(south)];
    expect(recognisedAfterEach(facts).at(-1)).toHaveLength(2);
    expect(countedAfterEach(facts)).toEqual([1, 2]);
  });
});
