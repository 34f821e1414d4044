import { PseudoRandom } from '#figures';

/*
 * Numbers that look random and follow from a seed and from what they are drawn for, so that the thousandth loan is the same whether or not
 * the others were made before it. Neither the clock nor `Math.random` is asked.
 */

/** Coefficients of Acklam's approximation of the inverse normal distribution, relative error below 1.2e-9. */
const a = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const c = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

/** Standard normal value below which a share `p` lies. */
const normalQuantile = (p: number): number => {
  const low = 0.02425;
  const tail = (q: number): number => polynomial(c, q) / (polynomial(d, q) * q + 1);
  if (p < low) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - low) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  return (polynomial(a, q * q) * q) / (polynomial(b, q * q) * q * q + 1);
};

export class Draws {
  private readonly random: PseudoRandom;

  /** Different for every kind of thing and number of it. */
  constructor(seed: number, kind: number, no: number) {
    this.random = new PseudoRandom(
      seed | 0,
      Math.imul(kind + 1, 0x9e3779b1),
      Math.imul(no + 1, 0x85ebca6b) ^ Math.floor(no / 0x1_0000_0000),
    );
  }

  /** 32 bits, from 0. */
  bits(): number {
    return this.random.bits();
  }

  /** From 0 to below 1. */
  unit(): number {
    return this.bits() / 0x1_0000_0000;
  }

  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  chance(share: number): boolean {
    return this.unit() < share;
  }

  oneOf<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** With a normal logarithm. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * normalQuantile((this.bits() + 0.5) / 0x1_0000_0000));
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.bits().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }
}

/** Places by weight: for a share from 0 to 1 the place that it falls on. */
export const placesByWeight = (weights: readonly number[]): ((share: number) => number) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const ends = weights.map((weight) => (sum += weight / total));
  return (share) => {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 1) > share) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};
