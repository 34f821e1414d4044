/*
 * A person's identity number (GB 11643) must never be in a report. It is looked for, everywhere, only to be refused. The date inside it
 * must be a possible birthday: by the check character alone one in eleven note numbers of 18 digits would be taken for one.
 */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/** A run of exactly 18: not a part of a longer one. */
const run = /(?<![0-9X])[0-9]{17}[0-9X](?![0-9X])/g;

const isBirthday = (date: string, today: string): boolean => {
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return (
    year >= 1900 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth &&
    date <= today.replaceAll('-', '')
  );
};

const isResidentNumber = (candidate: string, today: string): boolean => {
  if (!isBirthday(candidate.slice(6, 14), today)) return false;
  const sum = weights.reduce((total, weight, place) => total + weight * Number(candidate.charAt(place)), 0);
  return checkCharacters.charAt(sum % 11) === candidate.charAt(17);
};

/** Whether a resident identity number stands anywhere in the text. `today` is the Shanghai day, `YYYY-MM-DD`. */
export const containsResidentNumber = (text: string, today: string): boolean =>
  text.length >= 18 && (text.match(run) ?? []).some((candidate) => isResidentNumber(candidate, today));

/** A USCC is 18 characters too, and a lawful one can look like an identity number. */
const isUsccMember = (holder: object, name: string): boolean =>
  name === 'id' && (holder as { readonly idType?: unknown }).idType === 'USCC';

/**
 * Whether a resident identity number stands in any string of a JSON value, member names included, except the `id` of an object whose
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
      if (typeof member !== 'string' || !isUsccMember(next, name)) left.push(member);
    }
  }
  return false;
};
