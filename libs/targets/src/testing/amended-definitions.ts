import fc from 'fast-check';
import type { MeasureData, TargetData } from '#facts';
import { type AsWritten, type Planted, plantedMeasures } from '#testing';
import { correctionOf, reversalOf } from './changes.js';
import { definitionFacts, measureFact, targetFact } from './planted-definitions.js';
import type { Story } from './stories.js';

// Definitions that are amended while facts come, and facts that are changed at the end.

const period = { from: '2024-01-01', to: '2024-12-31' };
const asAt = { asAt: '2024-12-31' };

/** A target on any measure, with a threshold that is sometimes reached. */
export const targetOnMeasure = (
  { code, op, unit }: MeasureData,
  more: Partial<AsWritten<TargetData>> = {},
): Planted =>
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

const definingOf = (measures: readonly MeasureData[]): Story => [
  ...measures.map(measureFact),
  ...programme,
  ...measures.map((each) => targetOnMeasure(each)),
  ...measures
    .filter(({ code }) => ['renewals', 'chain-borrowers', 'technology-balance-growth'].includes(code))
    .map((each) =>
      targetOnMeasure(each, { code: `N-${each.code}`, filter: { gte: ['/data/topUpAmount', '12.50'] } }),
    ),
];
export const defining = definingOf(plantedMeasures);

/** The next version of a measure, which may compute otherwise: of keys, which counts are kept of, more often than of each other one. */
const amendedOf = (measures: readonly MeasureData[]): fc.Arbitrary<Planted> =>
  fc
    .record({
      measure: fc.constantFrom(
        ...measures.filter(({ op }) => op !== 'GROWTH'),
        ...measures.filter(({ op }) => op === 'COUNT_DISTINCT'),
      ),
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
const retargetedOf = (measures: readonly MeasureData[]): fc.Arbitrary<Planted> =>
  fc
    .record({
      measure: fc.constantFrom(...measures),
      beside: fc.subarray(
        measures.map(({ code }) => code),
        { maxLength: 2 },
      ),
      filter: fc.constantFrom<TargetData['filter']>(
        null,
        { eq: ['/dimensions/district', '310101'] },
        { eq: ['/loan/tags', 'CHAIN'] },
        { or: [{ eq: ['/type', 'LoanRenewed'] }, { gte: ['/data/value', '700.00'] }] },
      ),
      code: fc.constantFrom(null, null, 'T-renewals', 'other'),
    })
    .map(({ measure, code, ...more }) =>
      targetOnMeasure(measure, { ...more, ...(code !== null && { code }) }),
    );

/** Next versions of one measure at least. */
export const amendedMeasures: fc.Arbitrary<Story> = fc.array(amendedOf(plantedMeasures), {
  minLength: 1,
  maxLength: 3,
});

const amendmentsOf = (measures: readonly MeasureData[]): fc.Arbitrary<Story> =>
  fc
    .tuple(
      fc.array(amendedOf(measures), { maxLength: 3 }),
      fc.array(retargetedOf(measures), { maxLength: 3 }),
    )
    .map((next) => next.flat());

/** Next versions, the measures' before the targets'. */
export const amendments = amendmentsOf(plantedMeasures);

/** Definitions of a few measures alone, so that a history is filled in soon, and next versions of them. */
export const fewDefinitions = fc
  .subarray([...plantedMeasures], { minLength: 2, maxLength: 4 })
  .map((some) =>
    plantedMeasures.filter((each) => some.includes(each) || some.some(({ of }) => of === each.code)),
  )
  .filter((some) => some.some(({ op }) => op !== 'GROWTH'))
  .chain((some) => fc.record({ defining: fc.constant(definingOf(some)), amended: amendmentsOf(some) }));

/** Facts that may be changed without asking what else was recorded of their subjects. */
const isChangeable = ({ type }: Planted): boolean =>
  ['LoanRenewed', 'LoanRepaid', 'IndicatorReported'].includes(type);

/** Some of the facts corrected or reversed at the end, none of a loan that was cancelled. */
export const withChanges = (told: readonly Planted[], chosen: readonly number[]): readonly Planted[] => {
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

/** Which of the facts. */
export const changes = fc.array(fc.nat({ max: 20 }), { maxLength: 4 });
