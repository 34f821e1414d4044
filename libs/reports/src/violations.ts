import type { z } from 'zod';

/** One place where a document does not match its schema. */
export interface Violation {
  /** RFC 6901; never names a member that the schema does not know. */
  readonly pointer: string;
  readonly message: string;
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const messageOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'has a member that the schema does not know';
    case 'invalid_type':
      return `must be given as ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
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
