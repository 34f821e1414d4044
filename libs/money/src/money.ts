/*
 * Money is a whole number of fen in a bigint: targets are in the order of 10^14 fen, and sums must be exact. Outside of the code it is text
 * in yuan, never a JSON number, which readers would round to a double. Text is checked once, at the edge.
 */

declare const unit: unique symbol;

/** A whole number of fen (1/100 yuan). Differences may be negative. */
export type Fen = bigint & { readonly [unit]: 'fen' };

/** Money in reports: yuan with two decimals, no sign, no leading zero, at most 15 digits before the point (2.1). */
export const moneyPattern = String.raw`^(0|[1-9]\d{0,14})\.\d{2}$`;

const money = new RegExp(moneyPattern);

/** Whether the text is money as in reports, e.g. `"1200000.00"`. */
export const isMoney = (text: string): boolean => money.test(text);

/** `"12.05"` → `1205n`. @throws TypeError for text that is not money, which was to be checked before */
export const parseMoney = (text: string): Fen => {
  if (!isMoney(text)) throw new TypeError('parseMoney takes yuan with two decimals');
  return BigInt(text.slice(0, -3) + text.slice(-2)) as Fen;
};

/** Adds, and keeps the brand. */
export const addFen = (one: Fen, other: Fen): Fen => (one + other) as Fen;

export const subtractFen = (from: Fen, amount: Fen): Fen => (from - amount) as Fen;

export const noFen = 0n as Fen;

/** Yuan with two decimals and no grouping: `-1205n` → `"-12.05"`, `0n` → `"0.00"`. */
export const formatYuan = (fen: bigint): string => {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * `numerator / denominator` with exactly `decimals` decimals, truncated toward zero, so that a figure just short of its target never looks
 * reached. Exact at any size. There is no negative zero. With 0 decimals there is no point.
 *
 * @throws RangeError where the denominator is zero, or `decimals` is not a whole number of 0 or more
 */
export const truncatedDecimal = (numerator: bigint, denominator: bigint, decimals: number): string => {
  const scaled = (absolute(numerator) * 10n ** BigInt(decimals)) / absolute(denominator);
  const digits = String(scaled).padStart(decimals + 1, '0');
  const sign = scaled !== 0n && numerator < 0n !== denominator < 0n ? '-' : '';
  const point = digits.length - decimals;
  return `${sign}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
};
