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
export const defining: Story = [
  ...plantedMeasures.map(measureFact),
  ...programme,
  ...plantedMeasures.map((each) => targetOnMeasure(each)),
  ...plantedMeasures
    .filter(({ code }) => ['renewals', 'chain-borrowers', 'technology-balance-growth'].includes(code))
    .map((each) =>
      targetOnMeasure(each, { code: `N-${each.code}`, filter: { gte: ['/data/topUpAmount', '12.50'] } }),
    ),
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
    filter: fc.constantFrom<TargetData['filter']>(
      null,
      { eq: ['/dimensions/district', '310101'] },
      { eq: ['/loan/tags', 'CHAIN'] },
      { or: [{ eq: ['/type', 'LoanRenewed'] }, { gte: ['/data/value', '700.00'] }] },
    ),
    code: fc.constantFrom(null, null, 'T-renewals', 'other'),
  })
  .map(({ measure, code, ...more }) => targetOnMeasure(measure, { ...more, ...(code !== null && { code }) }));

/** Next versions, the measures' before the targets'. */
export const amendments: fc.Arbitrary<Story> = fc
  .tuple(fc.array(amended, { maxLength: 3 }), fc.array(retargeted, { maxLength: 3 }))
  .map(([measures, targets]) => [...measures, ...targets]);

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
