import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BusinessDate, businessDate } from '#calendar';
import type { TargetData } from '#facts';
import type { DimensionFilters } from '#figures';
import { loanOf, planted, lawRuns } from '#testing';
import { progressBothWays } from './testing/both-ways.js';
import { foldedAnew, measuredAnew } from './testing/folded-anew.js';
import { backFilled, definitionFacts, progressIn } from './testing/planted-definitions.js';
import { recordedFigures } from './testing/recorded-figures.js';
import { day, filters, interleaved, loanStory, picks, type Story, stories } from './testing/stories.js';
import { targetOn } from './testing/target-on.js';

const { pool, forgotten, recorded } = recordedFigures();

const targets = measuredAnew.map((measure) => targetOn(measure));

const figures = async (effectiveAsOf: BusinessDate, asked: DimensionFilters) => {
  const answer = await progressIn(pool(), { programme: 'P24', effectiveAsOf, filters: asked });
  return answer?.targets ?? [];
};

const sizes = fc.integer({ min: 1, max: 40 });
/** To record a history takes far longer than to ask for figures of it: each is asked about several times. */
const cuts = fc.array(fc.tuple(day, filters), { minLength: 6, maxLength: 6 });
const runs = { numRuns: lawRuns(12) };

describe('figures', () => {
  it('equal an independent fold of the facts, in every cut, whatever the batches', async () => {
    await fc.assert(
      fc
        .asyncProperty(stories, picks, sizes, cuts, async (all, order, size, several) => {
          const facts = planted([...definitionFacts, ...targets, ...interleaved(all, order)]);
          await recorded(facts, size);
          for (const [asOf, asked] of several) {
            const shown = (await figures(asOf, asked)).map(({ actual }) => actual);
            expect(shown).toEqual(foldedAnew(all, asOf, asked));
          }
        })
        .beforeEach(forgotten),
      { numRuns: lawRuns(12) },
    );
  });

  it('do not depend on the order of independent facts', async () => {
    await fc.assert(
      fc.asyncProperty(stories, picks, picks, async (all, one, other) => {
        const shown = [];
        for (const order of [one, other]) {
          await forgotten();
          await recorded(planted([...definitionFacts, ...targets, ...interleaved(all, order)]));
          const answers = [];
          for (const asOf of ['2024-01-01', '2024-02-29', '2024-06-30', '2024-12-31'].map(businessDate))
            answers.push(...(await figures(asOf, {})));
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
        .asyncProperty(stories, picks, sizes, async (all, order, size) => {
          const facts = planted([...definitionFacts, ...targets, ...interleaved(all, order)]);
          await recorded(facts, size);
          const withBorrowers = ({ code }: { readonly code: string }) => code !== 'green-loan-balance';
          const unfiltered = (await figures(businessDate('2024-12-31'), {})).filter(withBorrowers);
          // Every size there is: the same figure, by the other way.
          const every = { size: ['MICRO', 'LARGE'], district: ['310101', '310115'] };
          const walked = (await figures(businessDate('2024-12-31'), every)).filter(withBorrowers);
          expect(unfiltered).toEqual(walked);
        })
        .beforeEach(forgotten),
      runs,
    );
  });

  it('of cancelled loans leave nothing anywhere, but what the arbiter said', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.tuple(loanStory('L1'), loanStory('L2')), picks, async (all, order) => {
          const cancelled = all.map((story, at): Story => [
            ...story.filter(({ type }) => type !== 'LoanCancelled' && !type.startsWith('FirstTimeR')),
            loanOf(story[0]?.institution ?? '', `L${at + 1}`).cancelled('2024-12-31'),
          ]);
          const told = interleaved(cancelled, order).filter(({ stream }) => !stream.startsWith('borrower-'));
          await recorded(planted([...definitionFacts, ...targets, ...told]));
          for (const [table, cells] of [
            [
              'measure_delta',
              'computation, effective_date, institution, district, industry, size, distinct_key',
            ],
            ['distinct_step', 'target, computation, dimension, value, effective_date'],
          ]) {
            const { rows } = await pool().query(
              `select 1 from ${table} group by ${cells} having sum(quantity) <> 0`,
            );
            expect(rows).toEqual([]);
          }
        })
        .beforeEach(forgotten),
      runs,
    );
  });
});

describe('a fold in memory', () => {
  const ownFilter = fc.constantFrom<TargetData['filter']>(
    null,
    { eq: ['/dimensions/size', 'MICRO'] },
    { not: { gte: ['/effectiveDate', '2024-06-30'] } },
    { exists: '/dimensions/district' },
    { eq: ['/loan/tags', 'CHAIN'] },
    { gte: ['/data/renewedAmount', '12.50'] },
  );
  /** Targets set at any time, amended, on periods of their own, with filters, thresholds and measures beside them. */
  const anyTarget = fc
    .record({
      measure: fc.constantFrom(...measuredAnew),
      filter: ownFilter,
      beside: fc.subarray([...measuredAnew], { maxLength: 3 }),
      from: fc.constantFrom(...['2024-01-01', '2024-02-29'].map(businessDate)),
      code: fc.constantFrom('T1', 'T2', 'T3'),
      comparator: fc.constantFrom('GT' as const, 'APPROX' as const, 'INFO' as const),
    })
    .map(({ measure, filter, beside, from, code, comparator }): Story => {
      const asAt = measure === 'loan-balance' || measure === 'technology-balance-growth';
      return [
        targetOn(measure, {
          code,
          filter,
          beside,
          comparator,
          tolerance: comparator === 'APPROX' ? '0.5' : null,
          ...(!asAt && { period: { from, to: '2024-12-31' } }),
        }),
      ];
    });
  /** Measures that compute otherwise, whatever came before. */
  const late: Story = [
    {
      ...definitionFacts[0],
      type: 'MeasureAmended',
      stream: 'measure-renewals',
      data: { ...definitionFacts.find(({ stream }) => stream === 'measure-renewals')?.data, filter: null },
    },
    {
      type: 'MeasureAmended',
      stream: 'measure-issued-volume',
      data: {
        ...definitionFacts.find(({ stream }) => stream === 'measure-issued-volume')?.data,
        filter: { eq: ['/loan/product', 'TRADE'] },
      },
    },
  ];

  it('gives the same answer as the tables, to the last member', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          fc.array(anyTarget, { maxLength: 5 }),
          fc.constantFrom<Story>([], late),
          picks,
          sizes,
          fc.array(fc.tuple(day, fc.constantFrom(0, 0.3, 0.6, 0.9, 1, 1)), { minLength: 4, maxLength: 4 }),
          async (all, set, amended, order, size, several) => {
            const told = interleaved([...all, ...set, amended], order);
            const facts = planted([...definitionFacts, ...targets, ...told]);
            await recorded(facts, size);
            await backFilled(pool());
            const defined = definitionFacts.length + 1;
            for (const [asOf, known] of several) {
              const then = defined + Math.floor((facts.length - defined) * known);
              expect(await progressBothWays(pool(), facts, 'P24', asOf, then)).not.toEqual([]);
            }
          },
        )
        .beforeEach(forgotten),
      { numRuns: lawRuns(12) },
    );
  });

  it('knows no programme that is not defined', async () => {
    expect(await progressBothWays(pool(), [], 'P24', businessDate('2024-12-31'))).toEqual([]);
  });
});
