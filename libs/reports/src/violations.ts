import type { z } from 'zod';

/** One place where a document does not match its schema. */
export interface Violation {
  /** RFC 6901; never names a member that the schema does not know. */
  readonly pointer: string;
  readonly message: string;
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What zod calls these is no word of JSON. */
const jsonWords: Readonly<Record<string, string>> = { record: 'object', int: 'integer', tuple: 'array' };

const bounded = (origin: string, bound: string): string => {
  if (origin === 'array') return `must have ${bound} items`;
  return origin === 'string' ? `must have ${bound} characters` : `must be ${bound}`;
};

const unknownMember = 'has a member that the schema does not know';

/** What a line of a table has beyond its columns, as a member that no schema knows; places are counted from 1. */
export const cellBeyond = (columns: number, column: number): string =>
  `column ${column} beyond ${columns} columns`;

const unknownMembers = (names: readonly string[]): string => {
  const [, column, columns] =
    names.map((name) => /^column (\d{1,6}) beyond (\d{1,6}) columns$/.exec(name)).find(Boolean) ?? [];
  return column === undefined
    ? unknownMember
    : `has a cell in column ${column}, and the first line names ${columns}: mostly a comma that stands in no quotes`;
};

const messageOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownMembers(issue.keys);
    case 'invalid_type':
      // A schema may say better what it takes; zod's own words begin so.
      return !issue.message.startsWith('Invalid input')
        ? issue.message
        : `must be given as ${jsonWords[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return bounded(issue.origin, `at least ${issue.minimum}`);
    case 'too_big':
      return bounded(issue.origin, `at most ${issue.maximum}`);
    default:
      return issue.message;
  }
};

type Issues = readonly z.core.$ZodIssue[];

const isOfAnotherType = ([first]: Issues): boolean =>
  first?.code === 'invalid_type' && first.path.length === 0;

const knowsAllMembers = (issues: Issues): boolean =>
  issues.every(({ code, path }) => code !== 'unrecognized_keys' || path.length > 0);

/** What each form asks for first. */
const anyOf = (forms: readonly Issues[]): string =>
  [...new Set(forms.flatMap((issues) => issues.slice(0, 1).map(messageOf)))]
    .join(' or ')
    .replaceAll(' or must be given as ', ' or ');

/**
 * Why a value is none of several forms: by the one form that it was meant to be, as far as its type and the names of its members say
 * which; else by what all of them ask for.
 */
const unionIssues = (forms: readonly Issues[]): Issues => {
  const oneIssue = (message: string): Issues => [{ code: 'custom', path: [], input: undefined, message }];
  const ofType = forms.filter((issues) => !isOfAnotherType(issues));
  if (ofType.length === 0) return oneIssue(anyOf(forms));
  const [meant, ...others] = ofType.length === 1 ? ofType : ofType.filter(knowsAllMembers);
  if (!meant) return oneIssue(`${unknownMember}, or one that does not go with the others`);
  if (others.length === 0) return meant;
  const left = [meant, ...others];
  if (left.some(([first]) => first?.path.length === 0)) return oneIssue(anyOf(left));
  const asked = left.map((issues) => issues.map(({ path }) => String(path[0])).join(' and '));
  return oneIssue(`must have the members ${asked.join(', or ')}`);
};

const withoutUnions = (issue: z.core.$ZodIssue): Issues =>
  issue.code === 'invalid_union'
    ? unionIssues(issue.errors)
        .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
        .flatMap(withoutUnions)
    : [issue];

const isAbsent = (checked: unknown, path: readonly PropertyKey[]): boolean =>
  path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null)?.[step], checked) ===
  undefined;

/**
 * Every violation in a failed check of a value, in words that repeat no value and no unknown name. Of a member that is not there they
 * say so, and then what it must be.
 */
export const violationsOf = (
  error: z.ZodError,
  checked: unknown,
  below: readonly string[] = [],
): readonly Violation[] =>
  (error.issues as Issues).flatMap(withoutUnions).map((issue) => ({
    pointer: pointerTo([...below, ...issue.path]),
    message: `${isAbsent(checked, issue.path) ? 'is missing: ' : ''}${messageOf(issue)}`,
  }));
