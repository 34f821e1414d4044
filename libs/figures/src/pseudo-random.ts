/*
 * Numbers that look random and follow from a seed alone: on every machine the same, by whole numbers of 32 bits. The generator is sfc32.
 */
export class PseudoRandom {
  private d = 1;

  /** Of each part of the seed its lowest 32 bits count. */
  constructor(
    private a: number,
    private b: number,
    private c: number,
  ) {
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** @param seed hexadecimal, 24 digits or more */
  static of(seed: string): PseudoRandom {
    const part = (place: number): number => Number.parseInt(seed.slice(place * 8, place * 8 + 8), 16) | 0;
    return new PseudoRandom(part(0), part(1), part(2));
  }

  /** 32 bits, from 0. */
  bits(): number {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** A whole number from 0 to below `count`, which is no more than 2^21: each as likely as the others, to 2^-32. */
  below(count: number): number {
    return Math.floor((this.bits() * count) / 0x1_0000_0000);
  }
}

/** Draws places, each as likely as it weighs, to a millionth. */
export const drawing = (weights: readonly bigint[], random: PseudoRandom): (() => number) => {
  const places = 1_048_576;
  const whole = weights.reduce((total, weight) => total + weight, 0n);
  let passed = 0n;
  const bounds = weights.map((weight) => Number(((passed += weight) * BigInt(places)) / whole));
  return () => {
    const drawn = random.below(places);
    let [low, high] = [0, bounds.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? places) > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};
