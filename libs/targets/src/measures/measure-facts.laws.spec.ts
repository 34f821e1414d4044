import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { MeasureFact } from '#contract';
import { lawRuns } from '#testing';
import { distinct, figureAnew, measuresAnew, reportedValues } from '../testing/contributed-anew.js';
import { smallSizes } from '../testing/planted-definitions.js';
import { day, filters } from '../testing/stories.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { tell, tellings } from '../testing/recorded-stories.js';
import { breakdownOf } from './measure-figures.query.js';
import { measureFactsOf, type MeasureFactsQuestion } from './measure-facts.query.js';

/* Facts behind a figure add up to it, at any cut, whatever the pages; and those of a cell to the cell. */

const wholeUnits = (text: string): bigint => BigInt(text.replace('.', ''));
const sum = (items: readonly MeasureFact[]): bigint =>
  items.reduce((total, { quantity }) => total + wholeUnits(quantity), 0n);

/** Of keys as often as of all others together: they alone are read some at a time. */
const questions = fc.record({
  code: fc.oneof(fc.constantFrom(...measuresAnew), fc.constantFrom(...distinct)),
  limit: fc.constantFrom(2, 7, 100),
  atOnce: fc.constantFrom(1, 1, 3, 1_000),
  effectiveAsOf: fc.oneof(day, fc.constant(businessDate('2025-01-01'))),
  from: fc.option(fc.constantFrom(...['2024-01-01', '2024-02-15', '2024-12-31'].map(businessDate)), {
    freq: 2,
  }),
  asked: fc.oneof(fc.constant({}), filters),
});

describe('facts behind a figure', () => {
  const figures = recordedFigures();

  const allOf = async (question: MeasureFactsQuestion, atOnce?: number): Promise<readonly MeasureFact[]> => {
    const items: MeasureFact[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { found } = await measureFactsOf(
        figures.pool(),
        {
          ...question,
          ...(cursor === undefined ? {} : { cursor }),
        },
        atOnce,
      );
      if (!found) throw new Error('There is no such figure.');
      expect(found.items.length).toBeLessThanOrEqual(question.limit);
      items.push(...found.items);
      cursor = found.next;
    }
    return items;
  };

  it('add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        tellings,
        fc.array(questions, { minLength: 16, maxLength: 16 }),
        async (telling, several) => {
          const { all, knownAt, placeOf } = await tell(figures, telling);
          for (const { code, limit, atOnce, effectiveAsOf, from, asked } of several) {
            const cut = { effectiveAsOf, knownAt, filters: asked, ...(from === null ? {} : { from }) };
            const question = { code, ...cut, limit };
            const items = await allOf(question, atOnce);
            const figure = figureAnew(code, all, placeOf, { from, to: effectiveAsOf, filters: asked });
            expect([code, sum(items)]).toEqual([code, figure ?? 0n]);
            expect(items.map(({ seq }) => seq)).toEqual(
              items.map(({ seq }) => seq).toSorted((a, b) => a - b),
            );
            for (const { seq, effectiveDate, quantity } of items) {
              expect([
                seq <= knownAt,
                effectiveDate <= effectiveAsOf,
                from === null || effectiveDate >= from,
              ]).toEqual([true, true, true]);
              expect(wholeUnits(quantity)).not.toBe(0n);
            }
            const { found } = await breakdownOf(figures.pool(), { code, ...cut, by: ['month'] }, smallSizes);
            for (const { keys, quantity } of found?.cells ?? []) {
              const month = await allOf({ ...question, months: [keys.month ?? ''] }, atOnce);
              expect([code, keys, sum(month)]).toEqual([code, keys, wholeUnits(quantity)]);
            }
          }
        },
      ),
      { numRuns: lawRuns(15) },
    );
  });

  it('say of what is undone that it is, and when', async () => {
    const { knownAt } = await tell(figures, { all: [], order: [], size: 40, share: 1 });
    for (const code of [...distinct, reportedValues])
      expect(
        await allOf({ code, effectiveAsOf: businessDate('2024-12-31'), knownAt, filters: {}, limit: 5 }),
      ).toEqual([]);
  });
});
