import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openMemoryLog, type OpenLog } from '#event-log';
import { borrowerStream, type StoredFact } from '#facts';
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
import { MemoryArbiter } from './testing/memory-arbiter.js';
import { countedAfterEach, lastSaid, recognisedAfterEach } from './testing/recognition.js';

const days = ['2024-03-01', '2024-03-02', '2024-03-03'] as const;
const times = [undefined, '09:00:00', '10:00:00', '23:59:59'] as const;

interface LoanReported {
  readonly bank: string;
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
  const loan = { bank, loanId: `L${index}` };
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
        .map((index, no) => decided({ bank: loans[index]?.bank ?? '', loanId: `L${index}` }, `no. ${no}`)),
    ],
  }))
  .filter(({ lanes }) => {
    const reports = lanes.flat().length;
    return reports >= 6 && reports <= 10;
  });

/** An order of arrival: whose turn it is, again and again. */
const anyOrder = ({ lanes }: { readonly lanes: readonly (readonly Planted[])[] }) => {
  const turns = lanes.flatMap((lane, index) => lane.map(() => index));
  return fc.shuffledSubarray(turns, { minLength: turns.length, maxLength: turns.length });
};

/** What arbiters do while reports come in. The second one believes to be alone too. */
const anyWork = fc.array(
  fc.record({
    who: fc.nat(1),
    limit: fc.integer({ min: 1, max: 6 }),
    crashes: fc.boolean(),
    together: fc.boolean(),
  }),
  { maxLength: 12 },
);

const appended = async ({ log }: OpenLog, { stream, fact }: Planted): Promise<void> => {
  const [facts = []] = await log.readStreams([{ stream, from: 0 }]);
  await log.append({ stream, expectedRevision: facts.at(-1)?.revision ?? 'none', facts: [fact] });
};

/** The borrower's stream after everything has arrived in this order and both arbiters have passed it. */
const settledIn = async (
  lanes: readonly (readonly Planted[])[],
  order: readonly number[],
  work: readonly {
    readonly who: number;
    readonly limit: number;
    readonly crashes: boolean;
    readonly together: boolean;
  }[],
): Promise<readonly StoredFact[]> => {
  const open = openMemoryLog();
  const arbiters = [new MemoryArbiter(open), new MemoryArbiter(open)] as const;
  const left = lanes.map((lane) => [...lane]);
  for (const [index, turn] of order.entries()) {
    const next = left[turn]?.shift();
    if (next) await appended(open, next);
    const step = work[index];
    if (step) {
      const batch = (who: number) => arbiters[who === 0 ? 0 : 1].batch(step.limit, step);
      await Promise.all(step.together ? [batch(0), batch(1)] : [batch(step.who)]);
    }
  }
  await arbiters[0].drained();
  const said = await open.log.readStreams([{ stream: borrowerStream(borrowerKey), from: 0 }]);
  // Whoever comes later, from wherever, finds everything said.
  await arbiters[1].drained();
  await new MemoryArbiter(open).drained();
  const [again = []] = await open.log.readStreams([{ stream: borrowerStream(borrowerKey), from: 0 }]);
  expect([again]).toEqual(said);
  return again;
};

const anyTwoArrivals = anyCase.chain((one) =>
  fc.record({
    lanes: fc.constant(one.lanes),
    orders: fc.tuple(anyOrder(one), anyOrder(one)),
    works: fc.tuple(anyWork, anyWork),
  }),
);

describe('settling', () => {
  it('ends in the same statuses in whatever order the same reports arrive, with at most one recognised at each seq', async () => {
    await fc.assert(
      fc.asyncProperty(anyTwoArrivals, async ({ lanes, orders, works }) => {
        const [one, other] = [
          await settledIn(lanes, orders[0], works[0]),
          await settledIn(lanes, orders[1], works[1]),
        ];
        expect(lastSaid(other)).toEqual(lastSaid(one));
        for (const facts of [one, other]) {
          const recognised = recognisedAfterEach(facts);
          expect(Math.max(0, ...recognised.map(({ length }) => length))).toBeLessThanOrEqual(1);
          expect(countedAfterEach(facts)).toEqual(recognised.map(({ length }) => length));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says the same facts, whatever crashes and whoever else settles', async () => {
    const order = anyCase.chain((one) =>
      fc.record({ lanes: fc.constant(one.lanes), order: anyOrder(one), work: anyWork }),
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
        expect(bare(decisions(await settledIn(lanes, order, work)))).toEqual(
          bare(decisions(await settledIn(lanes, order, alone))),
        );
      }),
      { numRuns: 200 },
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
