import type { Unit } from '#facts';
import type { DaySum } from './figure.js';
import { quantityText } from './goal.js';
import { growthOf, growthText } from './growth.js';

/** What was read for a plan (`figure-plan.ts`), from the tables or from a fold. */
export type FigureReading =
  /** Quantities or keys by day, in order, from the first day of the period. */
  | { readonly kind: 'days'; readonly from: string; readonly days: readonly DaySum[] }
  /** Null: nothing was reported. */
  | { readonly kind: 'quantity'; readonly quantity: bigint | null }
  | { readonly kind: 'growth'; readonly now: bigint; readonly base: bigint };

/** A figure as it is shown beside a target; null where it is not known. */
export const shownFigure = (reading: FigureReading | null, unit: Unit): string | null => {
  switch (reading?.kind) {
    case undefined:
      return null;
    case 'days':
      return quantityText(
        reading.days.reduce((sum, { quantity }) => sum + quantity, 0n),
        unit,
      );
    case 'quantity':
      return reading.quantity === null ? null : quantityText(reading.quantity, unit);
    case 'growth':
      return growthText(growthOf(reading.now, reading.base));
  }
};
