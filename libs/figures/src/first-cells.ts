import type { BusinessDate } from '#calendar';
import type { Dimensions } from './dimensions.js';

/** What was added for one key on one day under the same dimensions. */
interface CellOfKey {
  readonly key: string;
  readonly day: BusinessDate;
  readonly dimensions: Dimensions;
  readonly quantity: bigint;
  /** Seq of the fact by which it came to stand there. */
  readonly since: number;
}

/** Where a key is counted, or is no longer. */
interface Counted {
  readonly day: BusinessDate;
  readonly dimensions: Dimensions;
}

/** One fact counts a key, −1 or +1, on a day and under dimensions. */
export interface CountedStep extends Counted {
  readonly seq: number;
  readonly quantity: bigint;
}

interface Kept {
  readonly day: BusinessDate;
  readonly dimensions: Dimensions;
  since: number;
  quantity: bigint;
}

const named = (day: BusinessDate, dimensions: Dimensions): string =>
  JSON.stringify([day, Object.values(dimensions)]);

/** Of one key: where it was added, and so where it is counted, which is once. */
class CellsOfKey {
  private readonly cells = new Map<string, Kept>();
  private readonly nets = new Map<string, bigint>();
  private first: Kept | null = null;

  add({ day, dimensions, quantity, since }: Omit<CellOfKey, 'key'>): void {
    const name = named(day, dimensions);
    const cell = this.cells.get(name) ?? { day, dimensions, since, quantity: 0n };
    // What was there and went is not there any more.
    if (cell.quantity <= 0n) cell.since = since;
    cell.quantity += quantity;
    this.cells.set(name, cell);
    this.nets.set(day, (this.nets.get(day) ?? 0n) + quantity);
    // What comes on a later day changes nothing; a key may have very many days.
    if (this.first === null || day <= this.first.day) this.first = this.found();
  }

  /** On its first day, the cell that keeps it for longest; null: none. */
  counted(): Kept | null {
    return this.first;
  }

  private found(): Kept | null {
    let first: Kept | null = null;
    for (const cell of this.cells.values()) {
      if (cell.quantity <= 0n || (this.nets.get(cell.day) ?? 0n) <= 0n) continue;
      if (!first || cell.day < first.day || (cell.day === first.day && cell.since < first.since))
        first = cell;
    }
    return first;
  }
}

/** Added to a key by a fact. */
export interface KeyQuantity {
  readonly seq: number;
  readonly key: string;
  readonly day: BusinessDate;
  readonly dimensions: Dimensions;
  readonly quantity: bigint;
}

/**
 * Which facts make up a count of keys: each that makes a key be there, no longer there, or there from another day on or under other
 * dimensions. `before`: the earlier quantities of the keys touched; `added`: in the order of the log.
 */
export const countedSteps = (
  before: readonly CellOfKey[],
  added: readonly KeyQuantity[],
): readonly CountedStep[] => {
  const kept = new Map<string, CellsOfKey>();
  const cellsOf = (key: string): CellsOfKey => {
    const found = kept.get(key) ?? new CellsOfKey();
    kept.set(key, found);
    return found;
  };
  for (const cell of before) cellsOf(cell.key).add(cell);
  const steps: CountedStep[] = [];
  for (let from = 0; from < added.length;) {
    const { seq } = added[from] ?? { seq: 0 };
    let end = from;
    while (added[end]?.seq === seq) end += 1;
    const together = added.slice(from, end);
    const stood = new Map(together.map(({ key }) => [key, cellsOf(key).counted()]));
    for (const { key, ...quantity } of together) cellsOf(key).add({ ...quantity, since: seq });
    for (const [key, was] of stood) {
      const is = cellsOf(key).counted();
      if (was === is) continue;
      if (was) steps.push({ seq, day: was.day, dimensions: was.dimensions, quantity: -1n });
      if (is) steps.push({ seq, day: is.day, dimensions: is.dimensions, quantity: 1n });
    }
    from = end;
  }
  return steps;
};
