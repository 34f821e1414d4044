import { describe, expect, it } from '@jest/globals';
import { businessDate } from '#calendar';
import { foldFigures } from '#figures';
import type { Projection } from '#projections';
import { bankA, loanOf, reported } from '#testing';
import { progressOfFold } from './progress/progress.query.js';
import { beginning, changedStories } from './testing/changed-story.js';
import { correctionOf, plantedChanges, reversalOf } from './testing/changes.js';
import { progressIn, smallProjection } from './testing/planted-definitions.js';

const { figures } = changedStories();
const loan = loanOf(bankA, 'L1');
const issued = loan.issued('2024-02-01');
const renewed = loan.renewed('2024-03-01');

describe('a fold that overlooks changes', () => {
  const overlooking = (type: string): Projection => ({
    ...smallProjection,
    apply: (facts, client) =>
      smallProjection.apply(
        facts.filter((fact) => fact.type !== type),
        client,
      ),
  });
  const first = reported(bankA, 'green-loan-balance', '2024-03-31', '10.00');
  const facts = [
    issued,
    renewed,
    correctionOf(renewed, { renewedAmount: '1100.00' }),
    first,
    correctionOf(first, { value: '11.00' }),
    loan.repaid('2024-06-01'),
    reversalOf(renewed),
  ];

  it.each([
    ['FactCorrected', ['figure_rollup', 'indicator_value', 'measure_delta']],
    ['FactReversed', ['measure_delta']],
  ] as const)('of type %s is seen by its checker and by a replay', async (type, differing) => {
    const all = plantedChanges([...beginning, ...facts]);
    await figures.recorded(all, 4, overlooking(type));
    const tables = new Set((await figures.checked()).map(({ table }) => table));
    expect(tables).toEqual(new Set(differing));
    const shown = await progressIn(figures.pool(), {
      programme: 'P24',
      effectiveAsOf: businessDate('2024-12-31'),
      filters: {},
    });
    const fold = foldFigures(all);
    fold.take(all);
    expect(progressOfFold(fold, 'P24', businessDate('2024-12-31'))).not.toEqual(shown?.targets);
  });
});
