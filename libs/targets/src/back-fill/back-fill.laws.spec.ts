import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MeasureData, SequencedFact, TargetData } from '#facts';
import { type Planted, plantedMeasures } from '#testing';
import { progressBothWays } from '../testing/both-ways.js';
import {
  applied,
  backFilled,
  definitionFacts,
  measureFact,
  smallProjection,
  targetFact,
} from '../testing/planted-definitions.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { correctionOf, plantedChanges, reversalOf } from '../testing/changes.js';
import { batches, day, interleaved, picks, type Story, stories } from '../testing/stories.js';

const { pool, forgotten, logged, checked } = recordedFigures();

const period = { from: '2024-01-01', to: '2024-12-31' };
const asAt = { asAt: '2024-12-31' };

const targetOn = ({ code, op, unit }: MeasureData, more: Partial<TargetData> = {}): Planted =>
  targetFact({
    code: `T-${code}`,
    measure: code,
    unit,
    threshold: { CNY: '700.00', COUNT: '1', RATIO: '0.2500' }[unit],
    comparator: 'GTE',
    period: op === 'BALANCE' || op === 'GROWTH' ? asAt : period,
    base: op === 'GROWTH' ? '2023-12-31' : null,
    ...more,
  });

const programme = definitionFacts.slice(plantedMeasures.length);
const defining: Story = [
  ...plantedMeasures.map(measureFact),
  ...programme,
  ...plantedMeasures.map((each) => targetOn(each)),
];

/** The next version of a measure, which may compute otherwise. */
const amended = fc
  .record({
    measure: fc.constantFrom(...plantedMeasures.filter(({ op }) => op !== 'GROWTH')),
    filter: fc.constantFrom<MeasureData['filter']>(
      null,
      { eq: ['/dimensions/size', 'MICRO'] },
      { not: { gte: ['/effectiveDate', '2024-06-30'] } },
    ),
  })
  .map(({ measure, filter }): Planted => ({
    ...measureFact({ ...measure, filter }),
    type: 'MeasureAmended',
  }));

/** The next version of a target, and another one on the same measure. */
const retargeted = fc
  .record({
    measure: fc.constantFrom(...plantedMeasures),
    beside: fc.subarray(
      plantedMeasures.map(({ code }) => code),
      { maxLength: 2 },
    ),
    filter: fc.constantFrom<TargetData['filter']>(null, { eq: ['/dimensions/district', '310101'] }),
    code: fc.constantFrom('T-renewals', 'other'),
  })
  .map(({ measure, ...more }) => targetOn(measure, more));

/** What came of a log, by the facts themselves: in another order they have other seqs. */
const quantities = async (told: readonly Planted[]): Promise<readonly string[]> => {
  const { rows } = await pool().query<{ seq: number; code: string; cell: object; quantity: string }>(
    `select seq, code, cell, sum(quantity)::text as quantity from (
       select delta.seq, code, quantity, jsonb_build_array(effective_date, institution, district, industry, size,
         bailout_programme, borrower_kind, distinct_key) as cell
       from measure_delta delta join figure_definition measure using (computation) where until_seq is null
     ) as placed group by seq, code, cell having sum(quantity) <> 0`,
  );
  return rows
    .map(({ seq, code, cell, quantity }) => JSON.stringify([told[Number(seq) - 1], code, cell, quantity]))
    .sort();
};

/** Batches as they come, with slices of the back-fill between them. */
const followed = async (
  facts: readonly SequencedFact[],
  size: number,
  slices: readonly number[],
): Promise<void> => {
  await logged(facts);
  for (const [index, batch] of batches(facts, size).entries()) {
    await applied(pool(), smallProjection, batch);
    await backFilled(pool(), slices[index % slices.length] ?? 0);
  }
};

/** Facts that may be changed without asking what else was recorded of their subjects. */
const isChangeable = ({ type }: Planted): boolean =>
  ['LoanRenewed', 'LoanRepaid', 'IndicatorReported'].includes(type);

/** Some of the facts corrected or reversed at the end, none of a loan that was cancelled. */
const withChanges = (told: readonly Planted[], chosen: readonly number[]): readonly Planted[] => {
  const cancelled = new Set(told.filter(({ type }) => type === 'LoanCancelled').map(({ stream }) => stream));
  const changeable = told.filter((fact) => isChangeable(fact) && !cancelled.has(fact.stream));
  const changed = new Set(chosen.flatMap((pick) => changeable[pick % Math.max(changeable.length, 1)] ?? []));
  return [
    ...told,
    ...[...changed].map((fact, index) =>
      index % 2 === 0 ? reversalOf(fact) : correctionOf(fact, {}, '2024-06-30'),
    ),
  ];
};
const changes = fc.array(fc.nat({ max: 20 }), { maxLength: 4 });

const size = fc.integer({ min: 1, max: 40 });
const slices = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 5 });

describe('what is filled in from history', () => {
  it('is what would be there had it always been defined', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          picks,
          size,
          slices,
          fc.record({ late: fc.nat({ max: 40 }), changed: changes }),
          async (all, order, batch, some, { late, changed }) => {
            const told = withChanges(interleaved(all, order), changed);
            const first = [...defining, ...told];
            await followed(plantedChanges(first), 1_000, [0]);
            const expected = await quantities(first);
            await forgotten();

            const at = Math.min(late, told.length);
            const later = [...told.slice(0, at), ...defining, ...told.slice(at)];
            await followed(plantedChanges(later), batch, some);
            await backFilled(pool());
            expect(await quantities(later)).toEqual(expected);
            expect(await checked()).toEqual([]);
          },
        )
        .beforeEach(forgotten),
      { numRuns: 6 },
    );
  });

  it('is right at every moment, whatever is defined anew meanwhile', async () => {
    await fc.assert(
      fc
        .asyncProperty(
          stories,
          fc.array(amended, { maxLength: 3 }),
          fc.array(retargeted, { maxLength: 3 }),
          picks,
          size,
          slices,
          fc.record({ asOf: day, known: fc.constantFrom(0.3, 0.6, 0.8, 1), changed: changes }),
          async (all, measures, targets, order, batch, some, { asOf, known, changed }) => {
            const told = interleaved([[...defining, ...measures, ...targets], ...all], order);
            const facts = plantedChanges(withChanges(told, changed));
            await followed(facts, batch, some);
            expect(await checked()).toEqual([]);
            await backFilled(pool());
            expect(await checked()).toEqual([]);
            await progressBothWays(pool(), facts, 'P24', asOf, Math.floor(facts.length * known));
          },
        )
        .beforeEach(forgotten),
      { numRuns: 6 },
    );
  });
});
