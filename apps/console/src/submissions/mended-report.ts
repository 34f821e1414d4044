import type { SubmissionRefusal } from '#contract';

/* How many reports a file has, counted as the registry counts them: it takes nothing of a file that says another number. */

export type FileFormat = 'NDJSON' | 'CSV';

export const formatOf = (fileName: string): FileFormat => (/\.csv$/i.test(fileName) ? 'CSV' : 'NDJSON');

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/** Lines with something on them. */
const linesIn = (bytes: Uint8Array): number => {
  let lines = 0;
  let hasContent = false;
  for (const byte of bytes) {
    if (byte === lineFeed) {
      if (hasContent) lines += 1;
      hasContent = false;
    } else if (!isBlank(byte)) hasContent = true;
  }
  return hasContent ? lines + 1 : lines;
};

const startsWithMark = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** Records with something in a cell; a line feed between quotes is part of its cell, and two quotes there are one. */
const recordsIn = (bytes: Uint8Array): number => {
  let records = 0;
  let hasContent = false;
  let isQuoted = false;
  let closedAt = -2;
  for (let at = startsWithMark(bytes) ? 3 : 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? lineFeed;
    if (byte === quote) {
      if (isQuoted) closedAt = at;
      else if (closedAt === at - 1) hasContent = true;
      isQuoted = !isQuoted;
    } else if (byte === lineFeed && !isQuoted) {
      if (hasContent) records += 1;
      hasContent = false;
    } else if (!isBlank(byte) && byte !== lineFeed && (isQuoted || byte !== comma)) hasContent = true;
  }
  return hasContent ? records + 1 : records;
};

/** Without the line of a CSV file that names its columns. */
export const reportsIn = (bytes: Uint8Array, format: FileFormat): number =>
  format === 'CSV' ? Math.max(0, recordsIn(bytes) - 1) : linesIn(bytes);

// One report as a form: each value that it has, and each that is missing, by its JSON pointer. What a value was it stays: a number a
// number, a list a list.

export type Report = Readonly<Record<string, unknown>>;

export interface ReportField {
  readonly pointer: string;
  readonly text: string;
  /** What is wrong with it. */
  readonly faults: readonly SubmissionRefusal['message'][];
}

type Fault = Pick<SubmissionRefusal, 'pointer' | 'message'>;

/** What the form does not show: it is the same for every report of the bank. */
const unshown: readonly string[] = ['specversion', 'source', 'datacontenttype', 'dataschema'];

/** Numbers among the members of reports; of one that is missing nothing else says so. */
const numbers: readonly string[] = ['rateBp', 'renewalNo', 'renewalCount'];

const isObject = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('; ') : value === null ? '' : String(value);

const leaves = (value: unknown, pointer: string): readonly (readonly [string, string])[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, part]) => leaves(part, `${pointer}/${name}`))
    : [[pointer, textOf(value)]];

/** A fault within a list is one of the list. */
const isAt = (pointer: string, fault: string): boolean =>
  fault === pointer || fault.startsWith(`${pointer}/`);

/** All values in the order of the report, then those that are missing. */
export const fieldsOf = (report: Report, faults: readonly Fault[]): readonly ReportField[] => {
  const shown = Object.fromEntries(Object.entries(report).filter(([name]) => !unshown.includes(name)));
  const present = leaves(shown, '');
  const missing = faults.flatMap(({ pointer }) =>
    pointer !== null &&
    /^(\/\w+)+$/.test(pointer) &&
    !present.some(([each]) => isAt(each, pointer) || isAt(pointer, each))
      ? [[pointer, ''] as const]
      : [],
  );
  return [...new Map([...present, ...missing])].map(([pointer, text]) => ({
    pointer,
    text,
    faults: faults
      .filter((fault) => fault.pointer !== null && isAt(pointer, fault.pointer))
      .map(({ message }) => message),
  }));
};

/** A number is only what is written as a whole one; all else stays text, and the registry says what is wrong with it. */
const valueOf = (text: string, name: string, before: unknown): unknown => {
  if (Array.isArray(before) || name === 'tags')
    return text
      .split(/[;;,,]/)
      .map((each) => each.trim())
      .filter((each) => each !== '');
  if (typeof before === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  const isNumber = typeof before === 'number' || numbers.includes(name);
  return isNumber && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
};

/** With another value at a pointer; an empty one is not there any more, unless it is a list. */
export const withField = (report: Report, pointer: string, text: string): Report => {
  const [, name = '', ...rest] = pointer.split('/');
  if (rest.length > 0) {
    const part = report[name];
    return { ...report, [name]: withField(isObject(part) ? part : {}, `/${rest.join('/')}`, text) };
  }
  const isList = Array.isArray(report[name]) || name === 'tags';
  if (text === '' && !isList)
    return Object.fromEntries(Object.entries(report).filter(([each]) => each !== name));
  return { ...report, [name]: valueOf(text, name, report[name]) };
};

/** Undefined where the line is no report. */
export const reportIn = (line: string): Report | undefined => {
  try {
    const parsed: unknown = JSON.parse(line);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};
