// Names of streams. They are the storage format: add, never rename. A prefix (XUDAI_STREAM_PREFIX) is the engine's business and no part of them.

export const loanStream = (institution: string, loanId: string): string => `loan-${institution}-${loanId}`;
export const borrowerStream = (borrowerKey: string): string => `borrower-${borrowerKey}`;
export const indicatorStream = (institution: string, code: string): string =>
  `indicator-${institution}-${code}`;
export const bailoutStream = (institution: string, programme: string): string =>
  `bailout-${institution}-${programme}`;
export const bailoutProgrammeStream = (code: string): string => `bailout-programme-${code}`;
export const programmeStream = (code: string): string => `programme-${code}`;
export const measureStream = (code: string): string => `measure-${code}`;
export const calendarStream = (code: string): string => `calendar-${code}`;
export const institutionStream = (code: string): string => `institution-${code}`;
/** By the code itself: whether it is lawful does not depend on who reports it. */
export const usccStream = (code: string): string => `uscc-${code}`;
export const keyStream = (keyId: string): string => `key-${keyId}`;

const kinds = [
  'loan',
  'borrower',
  'indicator',
  'bailout',
  'programme',
  'measure',
  'calendar',
  'institution',
  'key',
  'uscc',
] as const;

const named = new RegExp(`^(${kinds.join('|')})-`);
const namedWithin = new RegExp(`(${kinds.join('|')})-`, 'i');

/** Whether a stream of the registry is called so. */
export const isStreamName = (name: string): boolean => named.test(name);

/** Whether what follows a prefix might be taken for a stream of the registry whose own prefix ends within it. */
export const looksLikeStreamName = (prefix: string): boolean => namedWithin.test(prefix);
