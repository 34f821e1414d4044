import type { CellDimension } from '#contract';
import {
  type AskedAnew,
  distinct,
  firstParts,
  isAsked,
  latestParts,
  type Part,
  partsOf,
  reportedValues,
  sum,
  valuesOf,
} from './contributed-anew.js';
import type { RecordedStories } from './recorded-stories.js';

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

/** The cells of a measure, by the plainest of folds. */
export const cellsAnew = (
  measure: string,
  { all, placeOf }: Pick<RecordedStories, 'all' | 'placeOf'>,
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
