import { truncatedDecimal } from '#money';

/** A decimal from 0 to 1 with up to four places, as ten-thousandths. */
const tenThousandths = (decimal: string): bigint => {
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole + part.padEnd(4, '0'));
};

/** Exactly, not as it is shown. */
export const isAbove = (part: bigint, whole: bigint, share: string): boolean =>
  part * 10_000n > whole * tenThousandths(share);

/** With four decimals, cut off. */
export const shareOf = (part: bigint, whole: bigint): string => truncatedDecimal(part, whole, 4);
