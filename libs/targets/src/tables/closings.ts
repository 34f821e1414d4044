import type { DaySum } from '#figures';

/** Totals at the end of days in order, of what came from the first of them on. A day on which the total did not change is not there. */
export type Closings = readonly { readonly day: string; readonly total: bigint }[];

/** Of sums in any order, of which several may be of one day. */
export const closingsOf = (sums: Iterable<DaySum>): Closings => {
  const byDay = new Map<string, bigint>();
  for (const { day, quantity } of sums) byDay.set(day, (byDay.get(day) ?? 0n) + quantity);
  let total = 0n;
  return [...byDay]
    .filter(([, quantity]) => quantity !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, quantity]) => ({ day, total: (total += quantity) }));
};

/** What came on each of the days. */
export function* addedByDay(closings: Closings): Generator<DaySum> {
  let before = 0n;
  for (const { day, total } of closings) {
    yield { day, quantity: total - before };
    before = total;
  }
}

/** Of several blocks of facts as one. */
export const joined = (blocks: readonly Closings[]): Closings =>
  closingsOf(
    (function* () {
      for (const block of blocks) yield* addedByDay(block);
    })(),
  );
