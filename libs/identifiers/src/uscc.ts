/** Codes that were issued with a wrong check character and are valid all the same (2.6). Codes are added, never removed. */
export const legacyUsccs: ReadonlySet<string> = new Set([
  '91350100M0001TGQXM',
  '91350211M0000XUF46',
  '91350203M0001FUE2P',
  '91350203M0001QAY9B',
]);

/*
 * The unified social credit code (GB 32100-2015): 18 characters, the last a check character that detects any single wrong character. The
 * parts of the code (office, district, organisation) are not validated, since the contract requires only the check.
 */

/** Digits and capital letters without I, O, S, V and Z; the value of a character is its index. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
/** The form as a pattern of JSON Schema. */
export const usccPattern = `^[${alphabet}]{18}$`;
const uscc = new RegExp(usccPattern);

/** The check character for the first 17. @throws TypeError where they are not 17 characters of a USCC */
export const usccCheckCharacter = (first17: string): string => {
  if (!uscc.test(`${first17}0`))
    throw new TypeError('usccCheckCharacter takes the first 17 characters of a USCC');
  const sum = weights.reduce(
    (total, weight, index) => total + weight * alphabet.indexOf(first17.charAt(index)),
    0,
  );
  return alphabet.charAt((31 - (sum % 31)) % 31);
};

/** Whether the text has the form of a USCC, whatever its check character. */
export const hasUsccForm = (text: string): boolean => uscc.test(text);

/** Whether the text is a USCC whose check character is right. */
export const hasRightUsccCheck = (text: string): boolean =>
  uscc.test(text) && usccCheckCharacter(text.slice(0, 17)) === text.charAt(17);

/** Whether the text is a USCC with a right check character, or one of the legacy codes with a wrong one. */
export const isUscc = (text: string): boolean => hasRightUsccCheck(text) || legacyUsccs.has(text);
