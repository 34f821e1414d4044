import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import type { CellDimension } from '#contract';
import { createPool } from '#database';
import { type Fen, formatYuan } from '#money';
import { bankA, bankB, loanOf, testDatabase } from '#testing';
import {
  type AskedAnew,
  distinct,
  figureAnew,
  firstParts,
  isAsked,
  latestParts,
  measuresAnew,
  type Part,
  partsOf,
  reportedValues,
  sum,
  valuesOf,
} from '../testing/contributed-anew.js';
import { smallSizes } from '../testing/planted-definitions.js';
import { day, filters } from '../testing/stories.js';
import { tell, tellings, type Told } from '../testing/told-story.js';
import { shippedSizes } from '../tables/blocks.js';
import { breakdownOf } from './breakdown.query.js';

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

const valueOf = ({ dimensions: of, on }: Part, by: CellDimension): string | undefined => {
  if (by === 'month') return on.slice(0, 7);
  return by === 'industry' ? of[by]?.[0] : of[by];
};

const cellOf = (part: Part, by: readonly CellDimension[]): string | undefined => {
  const values = by.map((one) => valueOf(part, one));
  return values.includes(undefined) ? undefined : values.join(' ');
};

const inCells = (parts: readonly Part[], by: readonly CellDimension[]): ReadonlyMap<string, Part[]> => {
  const cells = new Map<string, Part[]>();
  for (const part of parts) {
    const cell = cellOf(part, by);
    if (cell !== undefined) cells.set(cell, [...(cells.get(cell) ?? []), part]);
  }
  return cells;
};

/** What the values of each cell come to at the end of each of its months, less what they came to before. */
const changes = (
  values: ReturnType<typeof valuesOf>,
  by: readonly CellDimension[],
): ReadonlyMap<string, bigint> => {
  const months = by.includes('month') ? [...new Set(values.map(({ on }) => on.slice(0, 7)))].sort() : [null];
  const cells = new Map<string, bigint>();
  for (const institution of new Set(values.map(({ dimensions: of }) => of['institution']))) {
    let before = 0n;
    for (const month of months) {
      const known = values.filter(
        ({ dimensions: of, on }) =>
          of['institution'] === institution && (month === null || on.slice(0, 7) <= month),
      );
      const now = sum(latestParts(known));
      const name = by.map((one) =>
        one === 'month' ? month : one === 'institution' ? institution : undefined,
      );
      if (!name.includes(undefined))
        cells.set(name.join(' '), (cells.get(name.join(' ')) ?? 0n) + now - before);
      before = now;
    }
  }
  return cells;
};

const cellsAnew = (
  measure: string,
  { all, placeOf }: Told,
  by: readonly CellDimension[],
  asked: AskedAnew,
): Readonly<Record<string, bigint>> => {
  const cells = (): Iterable<readonly [string, bigint]> => {
    if (measure === reportedValues)
      return changes(
        valuesOf(all, placeOf).filter((value) => isAsked(value, asked)),
        by,
      );
    const parts = partsOf(measure, all, placeOf).filter((part) => isAsked(part, asked));
    if (!distinct.includes(measure))
      return [...inCells(parts, by)].map(([cell, some]) => [cell, sum(some)] as const);
    if (by.includes('month'))
      return [...inCells(firstParts(parts), by)].map(([cell, some]) => [cell, BigInt(some.length)] as const);
    return [...inCells(parts, by)].map(([cell, some]) => [cell, BigInt(firstParts(some).length)] as const);
  };
  return Object.fromEntries([...cells()].filter(([, quantity]) => quantity !== 0n));
};

const wholeUnits = (text: string): bigint => BigInt(text.replace('.', ''));

describe('breakdowns', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let pool: pg.Pool;

  beforeAll(async () => {
    database = await testDatabase();
    pool = createPool(database.appUrl, { max: 2, applicationName: 'spec' });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('equal an independent fold, cell by cell, at any cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        tellings,
        fc.array(cutBy, { minLength: 2, maxLength: 2 }),
        fc.oneof({ weight: 3, arbitrary: fc.constant('2025-01-01') }, { weight: 2, arbitrary: day }),
        fc.option(fc.constantFrom('2024-01-01', '2024-02-15', '2024-12-31')),
        fc.oneof(fc.constant({}), filters),
        fc.constantFrom(smallSizes, shippedSizes),
        async (telling, bys, effectiveAsOf, from, asked, sizes) => {
          const told = await tell(pool, telling);
          const anew = { from, to: effectiveAsOf, filters: asked };
          for (const code of measuresAnew)
            for (const by of bys) {
              const { knownAt, all, placeOf } = told;
              const { found } = await breakdownOf(
                pool,
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
      { numRuns: 30 },
    );
  });

  it('count a borrower once by month, where and when it came first', async () => {
    const chain = { tags: ['CHAIN'] };
    const all = [
      [loanOf(bankB, 'L1').issued('2024-02-29', chain)],
      [loanOf(bankA, 'L2').issued('2024-01-01', chain), loanOf(bankA, 'L2').renewed('2024-06-30')],
    ];
    const { knownAt } = await tell(pool, { all, order: [], size: 40, share: 1 });
    const cells = async (...by: readonly CellDimension[]) => {
      const question = { code: 'chain-borrowers', by, effectiveAsOf: '2024-12-31', knownAt, filters: {} };
      const { found } = await breakdownOf(pool, question, smallSizes);
      return { cells: found?.cells.map(({ keys }) => by.map((one) => keys[one])), total: found?.total };
    };
    expect(await cells('institution')).toEqual({ cells: [[bankA], [bankB]], total: '1' });
    expect(await cells('month')).toEqual({ cells: [['2024-01']], total: '1' });
    expect(await cells('institution', 'month')).toEqual({ cells: [[bankA, '2024-01']], total: '1' });
  });
});
