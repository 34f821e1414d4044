import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { CellDimension } from '#contract';
import { type Fen, formatYuan } from '#money';
import { bankA, bankB, loanOf, lawRuns } from '#testing';
import { cellsAnew } from '../testing/cells-anew.js';
import { distinct, figureAnew, measuresAnew } from '../testing/contributed-anew.js';
import { smallSizes } from '../testing/planted-definitions.js';
import { day, filters } from '../testing/stories.js';
import { recordedFigures } from '../testing/recorded-figures.js';
import { tell, tellings } from '../testing/recorded-stories.js';
import { shippedSizes } from '../tables/blocks.js';
import { breakdownOf } from './measure-figures.query.js';

/* Every cell of every breakdown is what an independent fold of the facts known comes to. */

const dimensions: readonly CellDimension[] = [
  'institution',
  'district',
  'industry',
  'size',
  'bailoutProgramme',
  'month',
];
const cutBy = fc.oneof(
  fc.constantFrom(...dimensions).map((one) => [one]),
  fc.shuffledSubarray([...dimensions], { minLength: 2, maxLength: 2 }),
);

/** Of keys as often as of all others together: there are several ways to read them. */
const questions = fc.record({
  code: fc.oneof(fc.constantFrom(...measuresAnew), fc.constantFrom(...distinct)),
  by: cutBy,
  effectiveAsOf: fc.oneof(
    { weight: 3, arbitrary: fc.constant(businessDate('2025-01-01')) },
    { weight: 1, arbitrary: day },
    { weight: 1, arbitrary: fc.constant(businessDate('2024-12-31')) },
  ),
  from: fc.option(
    fc.constantFrom(...['2024-01-01', '2024-01-01', '2024-02-15', '2024-12-31'].map(businessDate)),
    {
      freq: 3,
    },
  ),
  asked: fc.oneof(
    fc.constant({}),
    filters,
    fc.constantFrom(['C26', 'C39'], ['C', 'D44']).map((industry) => ({ industry })),
  ),
  sizes: fc.constantFrom(smallSizes, smallSizes, shippedSizes),
});

const wholeUnits = (text: string): bigint => BigInt(text.replace('.', ''));

describe('breakdowns', () => {
  const figures = recordedFigures();

  it('equal an independent fold, cell by cell, at any cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        tellings,
        fc.array(questions, { minLength: 16, maxLength: 16 }),
        async (telling, several) => {
          const told = await tell(figures, telling);
          for (const { code, by, effectiveAsOf, from, asked, sizes } of several) {
            const anew = { from, to: effectiveAsOf, filters: asked };
            const { knownAt, all, placeOf } = told;
            const { found } = await breakdownOf(
              figures.pool(),
              { code, by, effectiveAsOf, knownAt, filters: asked, ...(from === null ? {} : { from }) },
              sizes,
            );
            const shown = (found?.cells ?? []).map(({ keys, quantity }) => [
              by.map((one) => keys[one]).join(' '),
              wholeUnits(quantity),
            ]);
            expect([code, by, Object.fromEntries(shown)]).toEqual([
              code,
              by,
              cellsAnew(code, told, by, anew),
            ]);
            expect(shown.map(([cell]) => cell)).toEqual(shown.map(([cell]) => cell).toSorted());
            const whole = figureAnew(code, all, placeOf, anew);
            const isCount = code === 'renewals' || distinct.includes(code);
            expect(found?.total).toBe(
              whole === null ? null : isCount ? String(whole) : formatYuan(whole as Fen),
            );
            for (const { quantity, share } of found?.cells ?? []) {
              if (!whole) expect(share).toBeNull();
              else expect(wholeUnits(share ?? '')).toBe((wholeUnits(quantity) * 10_000n) / whole);
            }
          }
        },
      ),
      { numRuns: lawRuns(15) },
    );
  });

  it('count a borrower once by month, where and when it came first', async () => {
    const chain = { tags: ['CHAIN'] };
    const all = [
      [loanOf(bankB, 'L1').issued('2024-02-29', chain)],
      [loanOf(bankA, 'L2').issued('2024-01-01', chain), loanOf(bankA, 'L2').renewed('2024-06-30')],
    ];
    const { knownAt } = await tell(figures, { all, order: [], size: 40, share: 1 });
    const cells = async (...by: readonly CellDimension[]) => {
      const question = {
        code: 'chain-borrowers',
        by,
        effectiveAsOf: businessDate('2024-12-31'),
        knownAt,
        filters: {},
      };
      const { found } = await breakdownOf(figures.pool(), question, smallSizes);
      return { cells: found?.cells.map(({ keys }) => by.map((one) => keys[one])), total: found?.total };
    };
    expect(await cells('institution')).toEqual({ cells: [[bankA], [bankB]], total: '1' });
    expect(await cells('month')).toEqual({ cells: [['2024-01']], total: '1' });
    expect(await cells('institution', 'month')).toEqual({ cells: [[bankA, '2024-01']], total: '1' });
  });
});
