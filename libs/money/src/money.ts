/*
 * Money is a whole number of fen, in a bigint: the year's targets are 10^14 fen and sums of them must be exact. Outside it is
 * text in yuan, never a JSON number, because a reader's double would round it. Text is checked once, at the edge.
 */

declare const unit: unique symbol;

/** A whole number of fen (1/100 yuan); below zero where a sum may be. */
export type Fen = bigint & { readonly [unit]: 'fen' };

/** What a report may carry: yuan with two decimals, no sign, no leading zero, at most 15 digits before the point (2.1). */
export const moneyPattern = String.raw`^(0|[1-9]\d{0,14})\.\d{2}$`;

const money = new RegExp(moneyPattern);

/** Whether the text is money as reports carry it, e.g. `"1200000.00"`. */
export const isMoney = (text: string): boolean => money.test(text);

/** `"12.05"` → `1205n`. The text has been checked; anything but money is a programmer's error and throws a TypeError. */
export const parseMoney = (text: string): Fen => {
  if (!isMoney(text)) throw new TypeError('parseMoney takes yuan with two decimals');
  return BigInt(text.slice(0, -3) + text.slice(-2)) as Fen;
};

/** Sums and differences of money are money. */
export const addFen = (one: Fen, other: Fen): Fen => (one + other) as Fen;

export const subtractFen = (from: Fen, amount: Fen): Fen => (from - amount) as Fen;

export const noFen = 0n as Fen;

/** Fen as yuan with two decimals and no grouping: `-1205n` → `"-12.05"`, `0n` → `"0.00"`. */
export const formatYuan = (fen: bigint): string => {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * `numerator / denominator` as a decimal with exactly `places` decimals, cut off toward zero and never rounded, so that a
 * figure just short of its target never shows as reached. Exact at any size. A sign is kept only when the shown value is not
 * zero: there is no `"-0.00"`. With `places` 0 there is no point.
 *
 * @throws RangeError when the denominator is zero, or `places` is not a whole number of 0 or more
 */
export const truncatedDecimal = (numerator: bigint, denominator: bigint, decimals: number): string => {
  const scaled = (absolute(numerator) * 10n ** BigInt(decimals)) / absolute(denominator);
  const digits = String(scaled).padStart(decimals + 1, '0');
  const sign = scaled !== 0n && numerator < 0n !== denominator < 0n ? '-' : '';
  const point = digits.length - decimals;
  return `${sign}${digits.slice(0, point)}${decimals === 0 ? '' : `.${digits.slice(point)}`}`;
};
