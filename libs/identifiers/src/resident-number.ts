/*
 * Finds resident identity numbers (GB 11643), which must never be in a report. The number must contain a possible birthday: by the check
 * character alone one in eleven note numbers of 18 digits would be a false positive. Separated by spaces or hyphens it must be a birthday
 * at least sixteen years ago, since note numbers often contain a district and a recent day.
 */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkValues = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const yearsBackWhenParted = 16;

/** Ring buffer of the last 18 characters `0` to `9` and `X`, the latter as 10. Shared by all calls, since a scan is synchronous. */
const last18 = new Uint8Array(18);

/** The value at an index of the 18 characters, which begin at `oldest` in the ring buffer. */
const valueAt = (oldest: number, index: number): number => {
  const at = oldest + index;
  return last18[at < 18 ? at : at - 18] ?? 0;
};

const numberAt = (oldest: number, from: number, to: number): number => {
  let value = 0;
  for (let index = from; index < to; index += 1) value = value * 10 + valueAt(oldest, index);
  return value;
};

/** Whether digits 7 to 14 are a real day from 1900 to `latest`, `YYYYMMDD` as a number. */
const isBirthday = (oldest: number, latest: number): boolean => {
  const [year, month, day] = [
    numberAt(oldest, 6, 10),
    numberAt(oldest, 10, 12),
    numberAt(oldest, 12, 14),
  ] as const;
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false;
  if ((year * 100 + month) * 100 + day > latest) return false;
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

const isResidentNumber = (oldest: number, latest: number): boolean => {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) {
    const value = valueAt(oldest, index);
    if (value === 10) return false;
    sum += value * (weights[index] ?? 0);
  }
  return checkValues[sum % 11] === valueAt(oldest, 17) && isBirthday(oldest, latest);
};

/** A cache of one day as a number, `YYYYMMDD`: a whole batch asks for the same. */
let [dayBefore, numberBefore] = ['', 0];
const asNumber = (day: string): number => {
  if (day !== dayBefore) [dayBefore, numberBefore] = [day, Number(day.replaceAll('-', ''))];
  return numberBefore;
};

const space = 0x20;
const hyphen = 0x2d;

/** `0` to `9`, 10 for `X` and `x`, −1 for anything else. */
const valueOf = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code === 0x58 || code === 0x78 ? 10 : -1;
};

/**
 * Scans the text once, by runs of `[0-9X]`. A candidate is one run of exactly 18, or three runs of 6, 8 and 4 with a single space or hyphen
 * between. The ring buffer holds only characters of runs, so a candidate is always its content.
 */
const holdsResidentNumber = (text: string, today: string): boolean => {
  const latest = asNumber(today);
  let [at, run, before, beforeThat] = [0, 0, 0, 0];
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    const value = valueOf(code);
    if (value >= 0) {
      last18[at] = value;
      at = at === 17 ? 0 : at + 1;
      run += 1;
      continue;
    }
    if (run === 18 && isResidentNumber(at, latest)) return true;
    if (
      run === 4 &&
      before === 8 &&
      beforeThat === 6 &&
      isResidentNumber(at, latest - yearsBackWhenParted * 10_000)
    )
      return true;
    const joins = run > 0 && (code === space || code === hyphen);
    beforeThat = joins ? before : 0;
    before = joins ? run : 0;
    run = 0;
  }
  return false;
};

const beyondAscii = /[\u0080-\uffff]/;
const meansSomething = /[0-9Xx -]/;

/** A cache by code point: not examined yet, irrelevant, or has a plain spelling. */
const [unknown, nothing, plain] = [0, 1, 2] as const;
const meanings = new Uint8Array(0x11_0000);
const plainSpellings = new Map<number, string>();

const plainSpellingOf = (character: string): string => {
  const codePoint = character.codePointAt(0) ?? 0;
  if (meanings[codePoint] === unknown) {
    const spelling = character.normalize('NFKC');
    meanings[codePoint] = spelling !== character && meansSomething.test(spelling) ? plain : nothing;
    if (meanings[codePoint] === plain) plainSpellings.set(codePoint, spelling);
  }
  return meanings[codePoint] === plain ? (plainSpellings.get(codePoint) ?? '') : '.';
};

/**
 * Replaces other spellings of digits, `X`, space and hyphen (full width, superscript, circled …) by the plain ones, by NFKC of each
 * character. NFKC of the whole text would also reorder combining marks, in quadratic time, and a mark on the `X` would hide it.
 */
const plainSpelling = (text: string): string => {
  let spelt = '';
  for (const character of text) spelt += character < '\u0080' ? character : plainSpellingOf(character);
  return spelt;
};

/** Whether the text contains a resident identity number, in any spelling. `today`: the Shanghai day, `YYYY-MM-DD`. */
export const containsResidentNumber = (text: string, today: string): boolean => {
  if (beyondAscii.test(text)) return holdsResidentNumber(plainSpelling(text), today);
  return text.length >= 18 && holdsResidentNumber(text, today);
};

/** Removes the USCC of a borrower: a valid one can look like an identity number. */
const withoutUscc = (name: string, member: unknown): unknown => {
  if (name !== 'borrower' || typeof member !== 'object' || member === null) return member;
  const { idType, id } = member as { readonly idType?: unknown; readonly id?: unknown };
  return idType === 'USCC' && typeof id === 'string' ? { ...member, id: null } : member;
};

/**
 * Whether any string of a JSON value contains a resident identity number, including member names, except the `id` of a `borrower` whose
 * `idType` is `USCC`. Not recursive, so that no depth overflows the stack. Never tells where, so that no answer can repeat the number.
 */
export const findResidentNumber = (value: unknown, today: string): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && containsResidentNumber(next, today)) return true;
    if (typeof next !== 'object' || next === null) continue;
    for (const name of Object.keys(next)) {
      if (containsResidentNumber(name, today)) return true;
      left.push(withoutUscc(name, (next as Record<string, unknown>)[name]));
    }
  }
  return false;
};
