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
const jsonWords: Readonly<Record<string, string>> = { record: 'object', int: 'integer' };

const bounded = (origin: string, bound: string): string => {
  if (origin === 'array') return `must have ${bound} items`;
  return origin === 'string' ? `must have ${bound} characters` : `must be ${bound}`;
};

const messageOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'has a member that the schema does not know';
    case 'invalid_type':
      return `must be given as ${jsonWords[issue.expected] ?? issue.expected}`;
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

/** Every violation in a failed check, in words that repeat no value and no unknown name. */
export const violationsOf = (error: z.ZodError, below: readonly string[] = []): readonly Violation[] =>
  error.issues.map((issue) => ({
    pointer: pointerTo([...below, ...issue.path]),
    message: messageOf(issue as z.core.$ZodIssue),
  }));
