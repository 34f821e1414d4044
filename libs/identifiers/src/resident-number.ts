/*
 * A person's identity number (GB 11643) must never be in a report. It is looked for, everywhere, only to be refused. The date inside it
 * must be a possible birthday: by the check character alone one in eleven note numbers of 18 digits would be taken for one. Parted by
 * spaces or hyphens it must be a birthday of sixteen years ago at least, since note numbers often hold a district and a recent day.
 */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/** 18 in a row, or 6, 8 and 4 with one space or hyphen between; not a part of a longer run. Small `x` counts as `X`. */
const candidate = /(?<![0-9Xx])(?:[0-9]{17}[0-9Xx]|[0-9]{6}[ -][0-9]{8}[ -][0-9]{3}[0-9Xx])(?![0-9Xx])/g;

const yearsBackWhenParted = 16;

/** `YYYYMMDD` of the same day so many years before the day `YYYY-MM-DD`. */
const yearsBefore = (day: string, years: number): string =>
  `${Number(day.slice(0, 4)) - years}${day.slice(5).replace('-', '')}`;

const isBirthday = (date: string, latest: string): boolean => {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth && date <= latest;
};

const isResidentNumber = (found: string, today: string): boolean => {
  const number = found.replaceAll(/[ -]/g, '').toUpperCase();
  const latest = yearsBefore(today, number === found.toUpperCase() ? 0 : yearsBackWhenParted);
  if (!isBirthday(number.slice(6, 14), latest)) return false;
  const sum = weights.reduce((total, weight, place) => total + weight * Number(number.charAt(place)), 0);
  return checkCharacters.charAt(sum % 11) === number.charAt(17);
};

const beyondAscii = /[\u0080-\uffff]/;

/** More than any script stacks on one letter; the halfwidth sound marks become marks in normal form. */
const manyMarks = /[\p{M}\uff9e\uff9f]{31,}/gu;

/**
 * The text in which other spellings of digits, `X`, space and hyphen (full width, superscript, circled …) are the plain ones. Normal form
 * puts the marks of a letter in order, in a time that grows with the square of their number: many become one that combines with nothing.
 */
const plainSpelling = (text: string): string =>
  beyondAscii.test(text) ? text.replaceAll(manyMarks, '\u034f').normalize('NFKC') : text;

/** Whether a resident identity number stands anywhere in the text, however it is spelt. `today` is the Shanghai day, `YYYY-MM-DD`. */
export const containsResidentNumber = (text: string, today: string): boolean =>
  (plainSpelling(text).match(candidate) ?? []).some((found) => isResidentNumber(found, today));

/** A USCC is 18 characters too, and a lawful one can look like an identity number. */
const withoutUscc = (name: string, member: unknown): unknown => {
  if (name !== 'borrower' || typeof member !== 'object' || member === null) return member;
  const { idType, id } = member as { readonly idType?: unknown; readonly id?: unknown };
  return idType === 'USCC' && typeof id === 'string' ? { ...member, id: null } : member;
};

/**
 * Whether a resident identity number stands in any string of a JSON value, member names included, except the `id` of a `borrower` whose
 * `idType` is `USCC`. Without recursion, so that no depth can overflow it. Says only whether, never where or which.
 */
export const findResidentNumber = (value: unknown, today: string): boolean => {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && containsResidentNumber(next, today)) return true;
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, member] of Object.entries(next)) {
      if (containsResidentNumber(name, today)) return true;
      left.push(withoutUscc(name, member));
    }
  }
  return false;
};
