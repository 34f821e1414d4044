import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { SequencedFact } from '#facts';
import type { DimensionFilters } from '#figures';
import { bankA, bankB, borrower, claimOf, disbursementOf, loanOf, type Planted, reported } from '#testing';

// Facts as they might come, for laws: stories of single loans, disbursements and indicators, and their facts put together.

/** All facts of one loan or disbursement, in their own order. */
export type Story = readonly Planted[];

export const day = fc.constantFrom(
  ...['2023-12-31', '2024-01-01', '2024-02-29', '2024-06-30', '2024-12-31', '2025-01-01'].map(businessDate),
);
export const amount = fc.constantFrom('0.01', '0.00', '12.50', '700.00', '999999999999999.99');
const bank = fc.constantFrom(bankA, bankB);
const borrowerKey = fc.constantFrom('91310000132260250X', '9131000013221158XC', '91310000132257510M');
const borrowerOf = (id: fc.Arbitrary<string>) =>
  fc
    .record({
      id,
      size: fc.constantFrom('MICRO' as const, 'LARGE' as const),
      district: fc.constantFrom('310101', '310115'),
      industry: fc.constantFrom('C', 'C26', 'C39', 'D44'),
    })
    .map((more) => borrower(more));
const someBorrower = borrowerOf(borrowerKey);

const later = fc.oneof(
  fc.record({ type: fc.constant('renewed' as const), on: day, renewedAmount: amount, topUpAmount: amount }),
  fc.record({ type: fc.constantFrom('repaid' as const, 'writtenOff' as const), on: day, amount }),
  fc.record({
    type: fc.constantFrom('extended' as const, 'reclassified' as const, 'claimed' as const),
    on: day,
  }),
  fc.record({
    type: fc.constantFrom(
      'recognised' as const,
      'superseded' as const,
      'denied' as const,
      'revoked' as const,
    ),
    on: day,
    held: fc.boolean(),
  }),
  fc.record({ type: fc.constant('cancelled' as const), on: day }),
);

const isClaims = (type: string): type is keyof ReturnType<typeof claimOf> =>
  ['recognised', 'superseded', 'denied', 'revoked'].includes(type);

interface Loan {
  readonly of: ReturnType<typeof borrowerOf>;
  readonly tags: fc.Arbitrary<string[]>;
  readonly first: typeof day;
}

const anyLoan: Loan = { of: someBorrower, tags: fc.subarray(['TECHNOLOGY', 'CHAIN']), first: day };

export const loanStory = (loanId: string, { of, tags, first }: Loan = anyLoan): fc.Arbitrary<Story> =>
  fc
    .record({
      institution: bank,
      of,
      tags,
      opened: fc.boolean(),
      first,
      principal: amount,
      more: fc.array(later, { maxLength: 5 }),
    })
    .map(({ institution, of, tags, opened, first, principal, more }) => {
      const loan = loanOf(institution, loanId);
      const claim = claimOf(institution, loanId, of.id);
      return [
        opened
          ? loan.opened(first, { borrower: of, tags, outstandingPrincipal: principal })
          : loan.issued(first, { borrower: of, tags, principal }),
        ...more.map(({ type, on, ...rest }) =>
          isClaims(type) ? claim[type](on, rest) : loan[type](on, rest),
        ),
      ];
    })
    .map(endedByCancelling);

/** Of a cancelled loan nothing more is reported, though the arbiter still has its word. */
const endedByCancelling = (story: Story): Story => {
  const end = story.findIndex(({ type }) => type === 'LoanCancelled');
  return story.filter(({ type }, at) => end < 0 || at <= end || type.startsWith('FirstTimeR'));
};

export const bailoutStory = (disbursementId: string): fc.Arbitrary<Story> =>
  fc
    .record({
      institution: bank,
      of: someBorrower,
      programme: fc.constantFrom('B1', 'B2'),
      kind: fc.constantFrom('BRIDGE', 'DEFERRAL'),
      first: day,
      amount,
      returns: fc.array(fc.record({ on: day, amount }), { maxLength: 2 }),
    })
    .map(({ institution, of, programme, kind, first, amount: given, returns }) => {
      const disbursement = disbursementOf(institution, programme, disbursementId);
      return [
        disbursement.disbursed(first, { borrower: of, kind, amount: given }),
        ...returns.map(({ on, amount: back }) => disbursement.returned(on, { kind, amount: back })),
      ];
    });

export const indicatorStory: fc.Arbitrary<Story> = fc.array(
  fc
    .record({ institution: bank, asAt: day, on: day, value: amount, scope: fc.constantFrom(null, 'Pudong') })
    .map(({ institution, asAt, on, value, scope }) =>
      reported(institution, 'green-loan-balance', asAt, value, { on, ...(scope !== null && { scope }) }),
    ),
  { maxLength: 5 },
);

/** Loans as they come, or all of one borrower, on two days and counted by it: a key that is there several times, under several dimensions. */
export const someLoans: fc.Arbitrary<Loan> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(anyLoan) },
  {
    weight: 1,
    arbitrary: fc.tuple(borrowerKey, fc.tuple(day, day)).map(([key, days]) => ({
      of: borrowerOf(fc.constant(key)),
      tags: fc.constant<string[]>(['CHAIN']),
      first: fc.constantFrom(...days),
    })),
  },
);

/** A borrower whom no other story has, at two banks: it is counted once, on the earlier day, whichever is told first. One loan may be cancelled. */
const comesTwice: fc.Arbitrary<readonly Story[]> = fc
  .record({
    days: fc.shuffledSubarray(['2024-01-01', '2024-02-29', '2024-06-30'], { minLength: 2, maxLength: 2 }),
    districts: fc.tuple(fc.constantFrom('310101', '310115'), fc.constantFrom('310101', '310115')),
    isCancelled: fc.boolean(),
  })
  .map(({ days: [one = '', other = ''], districts, isCancelled }) => {
    const [there, elsewhere] = districts.map((district) => ({
      borrower: borrower({ id: '91310000631696382C', size: 'MICRO', district }),
      tags: ['CHAIN'],
    }));
    const loan = loanOf(bankA, 'T1');
    return [
      [loan.issued(one, there), ...(isCancelled ? [loan.cancelled(one)] : [])],
      [loanOf(bankB, 'T2').issued(other, elsewhere)],
    ];
  });

export const stories: fc.Arbitrary<readonly Story[]> = fc
  .tuple(
    comesTwice,
    someLoans.chain((loans) =>
      fc.tuple(
        ...['L1', 'L2', 'L3', 'L4'].map((loanId) => loanStory(loanId, loans)),
        ...['D1', 'D2', 'D3'].map(bailoutStory),
        indicatorStory,
      ),
    ),
  )
  .map(([twice, all]) => [...twice, ...all]);

export const filters: fc.Arbitrary<DimensionFilters> = fc.record(
  {
    institution: fc.constant([bankA]),
    district: fc.subarray(['310101', '310115'], { minLength: 1 }),
    industry: fc.constantFrom(['C'], ['C39'], ['C26', 'C39'], ['C39', 'D44'], ['C39', 'C', 'D44']),
    size: fc.constant(['MICRO']),
    bailoutProgramme: fc.constantFrom(['B1'], ['B1', 'B2']),
  },
  { requiredKeys: [] },
);

/** In which order to take from the stories. */
export const picks = fc.array(fc.nat({ max: 20 }), { maxLength: 30 });

/** Facts of the stories put together, each story in its own order. */
export const interleaved = (all: readonly Story[], order: readonly number[]): Story => {
  const left = all.map((story) => [...story]);
  const taken: Planted[] = [];
  const take = (pick: number): void => {
    const open = left.filter(({ length }) => length > 0);
    const next = open[pick % Math.max(open.length, 1)]?.shift();
    if (next) taken.push(next);
  };
  order.forEach(take);
  while (left.some(({ length }) => length > 0)) take(0);
  return taken;
};

export const batches = (
  facts: readonly SequencedFact[],
  size: number,
): readonly (readonly SequencedFact[])[] =>
  Array.from({ length: Math.ceil(facts.length / size) }, (_none, index) =>
    facts.slice(index * size, (index + 1) * size),
  );
