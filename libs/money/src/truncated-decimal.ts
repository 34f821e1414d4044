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
