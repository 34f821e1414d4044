/**
 * Grammar of ids that institutions choose: of reports, loans, disbursements, notes, repayments, programmes (2.1). Without anchors, and
 * without lookaround, which not every JSON Schema validator supports. `.` and `..` are excluded, since URLs drop them; `...` is allowed.
 */
export const idGrammar =
  '([A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,63}|\\.[A-Za-z0-9_:-][A-Za-z0-9_.:-]{0,62}|\\.\\.[A-Za-z0-9_.:-]{1,62})';

const identifier = new RegExp(`^${idGrammar}$`);

/** Whether the text is an id. Ids are case-sensitive. */
export const isIdentifier = (text: string): boolean => identifier.test(text);

declare const named: unique symbol;

/** A checked id, branded by what it names, so that the compiler finds two ids that are swapped. */
type IdOf<Thing extends string> = string & { readonly [named]: Thing };

/** The code of an institution, registered or not. */
export type InstitutionCode = IdOf<'institution'>;

/** The id of a loan, unique within its institution. */
export type LoanId = IdOf<'loan'>;

/** Names a measure; indicators are reported under the code of a measure. */
export type MeasureCode = IdOf<'measure'>;

/** Names a programme of targets. */
export type ProgrammeCode = IdOf<'programme'>;

/** Names a bailout programme, under which relief is disbursed. */
export type BailoutProgrammeCode = IdOf<'bailout programme'>;

/** Names a calendar of working days. */
export type CalendarCode = IdOf<'calendar'>;

/** Names a target within its programme. */
export type TargetCode = IdOf<'target'>;

export const namesInstitution = (text: string): text is InstitutionCode => isIdentifier(text);
export const namesLoan = (text: string): text is LoanId => isIdentifier(text);
export const namesMeasure = (text: string): text is MeasureCode => isIdentifier(text);
export const namesProgramme = (text: string): text is ProgrammeCode => isIdentifier(text);
export const namesBailoutProgramme = (text: string): text is BailoutProgrammeCode => isIdentifier(text);
export const namesCalendar = (text: string): text is CalendarCode => isIdentifier(text);
export const namesTarget = (text: string): text is TargetCode => isIdentifier(text);

/** Brands an id that was checked before, or a literal. @throws TypeError for any other text, which is a programming error */
export const asInstitutionCode = (text: string): InstitutionCode => {
  if (!namesInstitution(text)) throw new TypeError('not an id of an institution');
  return text;
};

export const asLoanId = (text: string): LoanId => {
  if (!namesLoan(text)) throw new TypeError('not an id of a loan');
  return text;
};

export const asMeasureCode = (text: string): MeasureCode => {
  if (!namesMeasure(text)) throw new TypeError('not a code of a measure');
  return text;
};

export const asProgrammeCode = (text: string): ProgrammeCode => {
  if (!namesProgramme(text)) throw new TypeError('not a code of a programme');
  return text;
};

export const asBailoutProgrammeCode = (text: string): BailoutProgrammeCode => {
  if (!namesBailoutProgramme(text)) throw new TypeError('not a code of a bailout programme');
  return text;
};

export const asCalendarCode = (text: string): CalendarCode => {
  if (!namesCalendar(text)) throw new TypeError('not a code of a calendar');
  return text;
};

export const asTargetCode = (text: string): TargetCode => {
  if (!namesTarget(text)) throw new TypeError('not a code of a target');
  return text;
};

const personToken = /^P1_[A-Z2-7]{26}$/;

/**
 * Whether the text has the form of a person token of key version 1: `P1_` and 26 characters of base32, the first 130 bits of an HMAC of the
 * person's identity number (2.5). Only banks have the secret, so the HMAC itself cannot be checked here.
 */
export const isPersonToken = (text: string): boolean => personToken.test(text);

/*
 * Identifiers of institutions: the code of the People's Bank, and optionally LEI and CNAPS number. The rule for the check digit of the
 * first is not published, so only its form is checked.
 */

const pbocCode = /^[A-Z][0-9A-Z][0-9]{12}$/;

/** PBOC institution code of 14 characters, e.g. `C1010211000012`. */
export const isInstitutionCode = (text: string): text is InstitutionCode => pbocCode.test(text);

const lei = /^[0-9A-Z]{18}[0-9]{2}$/;

/** Legal entity identifier (ISO 17442): 20 characters that, letters read as 10 to 35, leave 1 when divided by 97 (ISO 7064). */
export const isLei = (text: string): boolean => {
  if (!lei.test(text)) return false;
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return remainder === 1;
};

const cnaps = /^[0-9]{12}$/;

/** Number of a bank in the payment system CNAPS: 12 digits, the last a check by ISO 7064 MOD 11,10. */
export const isCnaps = (text: string): boolean => {
  if (!cnaps.test(text)) return false;
  let carried = 10;
  for (const digit of text.slice(0, 11)) carried = (((carried + Number(digit)) % 10 || 10) * 2) % 11;
  return (carried + Number(text.charAt(11))) % 10 === 1;
};

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
