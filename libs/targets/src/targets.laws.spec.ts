import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { SequencedFact } from '#facts';
import { formatYuan } from '#money';
import { testDatabase } from '#testing';
import { type DimensionFilters, filterDimensions } from './progress/cut.js';
import { progressOf } from './progress/progress.table.js';
import { targetsProjection } from './targets.projection.js';
import { bankA, bankB, borrower, disbursementOf, loanOf, planted } from './testing/planted-facts.js';
import { applied, definitionFacts, emptied, targetFact } from './testing/planted-definitions.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(() => emptied(pool));

type Planted = Parameters<typeof planted>[0][number];

/** All facts of one loan or disbursement, in their own order. */
type Story = readonly Planted[];

const day = fc.constantFrom(
  '2023-12-31',
  '2024-01-01',
  '2024-02-29',
  '2024-06-30',
  '2024-12-31',
  '2025-01-01',
);
const amount = fc.constantFrom('0.01', '0.00', '12.50', '700.00', '999999999999999.99');
const someBorrower = fc
  .record({
    size: fc.constantFrom('MICRO' as const, 'LARGE' as const),
    district: fc.constantFrom('310101', '310115'),
    industry: fc.constantFrom('C', 'C39', 'D44'),
  })
  .map((more) => borrower(more));
const bank = fc.constantFrom(bankA, bankB);

const loanStory = (loanId: string): fc.Arbitrary<Story> =>
  fc
    .record({
      institution: bank,
      of: someBorrower,
      opened: fc.boolean(),
      first: day,
      principal: amount,
      renewals: fc.array(fc.record({ on: day, renewedAmount: amount, topUpAmount: amount }), {
        maxLength: 3,
      }),
      cancelled: fc.boolean(),
    })
    .map(({ institution, of, opened, first, principal, renewals, cancelled }) => {
      const loan = loanOf(institution, loanId);
      return [
        opened
          ? loan.opened(first, { borrower: of, outstandingPrincipal: principal })
          : loan.issued(first, { borrower: of, principal }),
        ...renewals.map(({ on, ...amounts }) => loan.renewed(on, amounts)),
        ...(cancelled ? [loan.cancelled('2024-12-31')] : []),
      ];
    });

const bailoutStory = (disbursementId: string): fc.Arbitrary<Story> =>
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

const stories = fc.tuple(...['L1', 'L2', 'L3', 'L4'].map(loanStory), ...['D1', 'D2', 'D3'].map(bailoutStory));

const filters: fc.Arbitrary<DimensionFilters> = fc.record(
  {
    institution: fc.constant([bankA]),
    district: fc.subarray(['310101', '310115'], { minLength: 1 }),
    industry: fc.constantFrom(['C'], ['C39'], ['C39', 'D44'], ['C39', 'C', 'D44']),
    size: fc.constant(['MICRO']),
    bailoutProgramme: fc.constantFrom(['B1'], ['B1', 'B2']),
  },
  { requiredKeys: [] },
);

/** Facts of the stories put together, each story in its own order. */
const interleaved = (all: readonly Story[], picks: readonly number[]): Story => {
  const left = all.map((story) => [...story]);
  const order: Planted[] = [];
  const take = (pick: number): void => {
    const open = left.filter(({ length }) => length > 0);
    const next = open[pick % Math.max(open.length, 1)]?.shift();
    if (next) order.push(next);
  };
  picks.forEach(take);
  while (left.some(({ length }) => length > 0)) take(0);
  return order;
};

const batches = (facts: readonly SequencedFact[], size: number): readonly (readonly SequencedFact[])[] =>
  Array.from({ length: Math.ceil(facts.length / size) }, (_none, index) =>
    facts.slice(index * size, (index + 1) * size),
  );

const period = { from: '2024-01-01', to: '2024-12-31' };
const measured = [
  'issued-volume',
  'renewal-volume',
  'renewal-volume-with-top-up',
  'renewals',
  'bailout-volume',
];
const targets = measured.map((measure) =>
  targetFact({
    code: measure,
    measure,
    period,
    unit: measure === 'renewals' ? 'COUNT' : 'CNY',
    threshold: measure === 'renewals' ? '1' : '700.00',
  }),
);

const figures = async (effectiveAsOf: string, asked: DimensionFilters) => {
  const answer = await progressOf(pool, { programme: 'P24', effectiveAsOf, filters: asked });
  return answer?.targets ?? [];
};

type Data = Readonly<Record<string, unknown>> & {
  readonly borrower: Readonly<Record<string, string>>;
  readonly programme?: string;
  readonly kind?: string;
};

const fen = (text: unknown): bigint => BigInt(String(text).replace('.', ''));

/** What one fact is worth in each measure, written down once more and without any definition. */
const worth = ({ type, data }: Planted): Readonly<Record<string, bigint>> => {
  const of = data as Data;
  const counts = of.kind === 'BRIDGE' ? 1n : 0n;
  switch (type) {
    case 'LoanIssued':
      return { 'issued-volume': fen(of['principal']) };
    case 'LoanRenewed':
      return {
        'renewal-volume': fen(of['renewedAmount']),
        'renewal-volume-with-top-up': fen(of['renewedAmount']) + fen(of['topUpAmount']),
        renewals: 1n,
      };
    case 'BailoutDisbursed':
      return { 'bailout-volume': counts * fen(of['amount']) };
    case 'BailoutReturned':
      return { 'bailout-volume': -counts * fen(of['amount']) };
    default:
      return {};
  }
};

const passes = (story: Story, asked: DimensionFilters): boolean => {
  const [first] = story;
  if (!first) return false;
  const { borrower: of, programme } = first.data as Data;
  const dimensions: Readonly<Record<string, string | null | undefined>> = {
    ...of,
    institution: first.institution,
    bailoutProgramme: programme,
  };
  return filterDimensions.every((dimension) => {
    const value = dimensions[dimension];
    return (
      asked[dimension]?.some(
        (wanted) => wanted === value || (dimension === 'industry' && wanted === value?.[0]),
      ) ?? true
    );
  });
};

const foldedAnew = (
  all: readonly Story[],
  effectiveAsOf: string,
  asked: DimensionFilters,
): readonly string[] => {
  const sums = new Map<string, bigint>();
  for (const story of all) {
    if (story.some(({ type }) => type === 'LoanCancelled') || !passes(story, asked)) continue;
    for (const fact of story) {
      const on = fact.on ?? '';
      if (on < period.from || on > period.to || on > effectiveAsOf) continue;
      for (const [measure, quantity] of Object.entries(worth(fact)))
        sums.set(measure, (sums.get(measure) ?? 0n) + quantity);
    }
  }
  return measured.map((measure) => {
    const sum = sums.get(measure) ?? 0n;
    return measure === 'renewals' ? String(sum) : formatYuan(sum);
  });
};

const runs = { numRuns: 40 };
const picks = fc.array(fc.nat({ max: 20 }), { maxLength: 30 });

describe('figures', () => {
  it('equal an independent fold of the facts, in every cut, whatever the batches', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          picks,
          fc.integer({ min: 1, max: 40 }),
          day,
          filters,
          async (all, order, size, asOf, asked) => {
            const facts = planted([...definitionFacts, ...targets, ...interleaved(all, order)]);
            await applied(pool, targetsProjection, ...batches(facts, size));
            const shown = (await figures(asOf, asked)).map(({ actual }) => actual);
            expect(shown).toEqual(foldedAnew(all, asOf, asked));
          },
        )
        .beforeEach(() => emptied(pool)),
      runs,
    );
  });

  it('do not depend on the order of independent facts', async () => {
    await fc.assert(
      fc.asyncProperty(stories, picks, picks, async (all, one, other) => {
        const shown = [];
        for (const order of [one, other]) {
          await emptied(pool);
          await applied(
            pool,
            targetsProjection,
            planted([...definitionFacts, ...targets, ...interleaved(all, order)]),
          );
          const answers = await figures('2024-12-31', {});
          shown.push(answers.map(({ achievedSeq: _seq, ...answer }) => answer));
        }
        expect(shown[0]).toEqual(shown[1]);
      }),
      runs,
    );
  });

  it('know the same first seq as walking the quantities, and the same sums as adding them up', async () => {
    await fc.assert(
      fc
        .asyncProperty(stories, picks, fc.integer({ min: 1, max: 40 }), async (all, order, size) => {
          const facts = planted([...definitionFacts, ...targets, ...interleaved(all, order)]);
          await applied(pool, targetsProjection, ...batches(facts, size));
          const unfiltered = await figures('2024-12-31', {});
          // Every size there is: the same figure, by the other way.
          const walked = await figures('2024-12-31', {
            size: ['MICRO', 'LARGE'],
            district: ['310101', '310115'],
          });
          expect(unfiltered).toEqual(walked);
        })
        .beforeEach(() => emptied(pool)),
      runs,
    );
  });

  it('of cancelled loans leave nothing anywhere', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.tuple(loanStory('L1'), loanStory('L2')), picks, async (all, order) => {
          const cancelled = all.map((story) => [
            ...story.filter(({ type }) => type !== 'LoanCancelled'),
            loanOf(story[0]?.institution ?? '', story === all[0] ? 'L1' : 'L2').cancelled('2024-12-31'),
          ]);
          await applied(
            pool,
            targetsProjection,
            planted([...definitionFacts, ...interleaved(cancelled, order)]),
          );
          for (const [table, cells] of [
            ['measure_delta', 'computation, effective_date, institution, district, industry, size'],
            ['measure_day', 'computation, dimension, value, effective_date'],
          ]) {
            const { rows } = await pool.query(
              `select 1 from ${table} group by ${cells} having sum(quantity) <> 0`,
            );
            expect(rows).toEqual([]);
          }
        })
        .beforeEach(() => emptied(pool)),
      runs,
    );
  });
});
