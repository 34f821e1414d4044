/*
 * Removes from errors what must not get into a log: texts that a sender wrote, and secrets. PostgreSQL repeats values in its messages and
 * details, parsers repeat their input, and clients repeat addresses with passwords.
 */

/** The log's form of an error. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** The frames, without the message that Node.js puts before them. */
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly [member: string]: unknown;
}

const longestMessage = 300;
/** A longer message repeats what somebody sent, and looking for what is to be masked in it would take seconds. */
const longestMasked = 4_096;
const deepest = 5;

/** Whether a quoted text looks like an identifier of the code or of the schema. Texts of senders rarely do. */
const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_.$-]{0,62}$/.test(text);

/** Ids of persons, firms and accounts, and keys. Ports and durations are shorter. */
const longNumber = /[0-9A-Za-z_]*\d{9,}[0-9A-Za-z_]*/g;
const credentials = /:\/\/[^\s@/]*@/g;
const quoted = /(["'`])((?:(?!\1).)*)\1/g;

const masked = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(credentials, '://…@')
    .replaceAll(quoted, (whole, mark: string, inside: string) => (isName(inside) ? whole : `${mark}…${mark}`))
    .replaceAll(longNumber, '…')
    .slice(0, longestMessage);

const memberOf = (error: Error, name: string): string => {
  const value: unknown = (error as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** PostgreSQL's class 22, data exceptions: the message contains the value. */
const isOfValue = (error: Error): boolean =>
  /^22[0-9A-Z]{3}$/.test(memberOf(error, 'code')) || error instanceof SyntaxError;

const messageOf = (error: Error): string => {
  const said = error.message || memberOf(error, 'code') || error.name;
  if (said.length > longestMasked) return `(a message of ${said.length} characters)`;
  return masked(isOfValue(error) ? said.replaceAll(/(["'`]).*\1/gs, '$1…$1').replace(/: .*/s, ': …') : said);
};

const framesOf = ({ stack = '' }: Error): string => {
  const at = stack.search(/^ {4}at /m);
  return at < 0 ? '' : stack.slice(at);
};

/** Members that name the place in the schema. `detail`, `where`, `hint` and parameters contain values and are left out. */
const sources = ['schema', 'table', 'column', 'constraint', 'routine', 'syscall'] as const;

/** @param depth depth in the chain of causes */
export const loggedError = (error: unknown, depth = 0): LoggedError => {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'no error, but a value that was thrown' };
  const stack = framesOf(error);
  const causes = error instanceof AggregateError ? error.errors[0] : error.cause;
  return {
    type: error.name,
    message: messageOf(error),
    ...(memberOf(error, 'code') === '' ? {} : { code: memberOf(error, 'code') }),
    ...Object.fromEntries(
      sources.map((name) => [name, memberOf(error, name)]).filter(([, value]) => value !== ''),
    ),
    ...(stack === '' ? {} : { stack }),
    ...(causes === undefined || depth >= deepest ? {} : { cause: loggedError(causes, depth + 1) }),
  };
};

/** The messages of an error and its causes, in one line. */
export const reasonOf = (error: unknown, depth = 0): string => {
  if (!(error instanceof Error)) return masked(String(error));
  const because = error.cause !== undefined && depth < deepest ? ` ${reasonOf(error.cause, depth + 1)}` : '';
  return `${messageOf(error)}${because}`.slice(0, longestMessage).trim();
};
