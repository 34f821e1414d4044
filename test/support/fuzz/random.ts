/** Numbers that look random and follow from the seed alone. */
export interface Random {
  /** From 0 up to 1, without it. */
  next(): number;
  /** A whole number from 0 up to the bound, without it. */
  below(bound: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** True in so many of a hundred cases. */
  in100(cases: number): boolean;
}

/** Mulberry32, begun anew for each number of a campaign: one request can be made again without those before it. */
export const randomOf = (seed: number, index: number): Random => {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    next,
    below,
    pick: (values) => {
      const value = values[below(values.length)];
      if (value === undefined && values.length === 0) throw new Error('nothing to pick from');
      return value as (typeof values)[number];
    },
    in100: (cases) => below(100) < cases,
  };
};
