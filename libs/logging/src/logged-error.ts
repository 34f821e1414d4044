/*
 * What of an error goes into a log. Nothing that a sender wrote, no secret: PostgreSQL repeats values in its messages and details,
 * parsers repeat the text that they could not read, clients repeat addresses with their passwords.
 */

/** An error as a log shows it. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Frames alone: the message would stand in it a second time. */
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly [member: string]: unknown;
}

const longestMessage = 300;
const deepest = 5;

/** Names of ours, of PostgreSQL and of the language; a text of somebody else's is rarely one. */
const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_.$-]{0,62}$/.test(text);

/** Ids of persons, firms and accounts, keys; a port or a duration is shorter. */
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

/** PostgreSQL's class 22: the message tells the value that is wrong. */
const isOfValue = (error: Error): boolean =>
  /^22[0-9A-Z]{3}$/.test(memberOf(error, 'code')) || error instanceof SyntaxError;

const messageOf = (error: Error): string => {
  const said = error.message || memberOf(error, 'code') || error.name;
  return masked(isOfValue(error) ? said.replaceAll(/(["'`]).*\1/gs, '$1…$1').replace(/: .*/s, ': …') : said);
};

const framesOf = ({ stack = '' }: Error): string => {
  const at = stack.search(/^\s+at /m);
  return at < 0 ? '' : stack.slice(at);
};

/** Where in the schema it happened; never `detail`, `where`, `hint` or a parameter, which hold values. */
const sources = ['schema', 'table', 'column', 'constraint', 'routine', 'syscall'] as const;

/** @param depth how far down a chain of causes it is */
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

/** What an error says, and what it was caused by, in one line. */
export const reasonOf = (error: unknown, depth = 0): string => {
  if (!(error instanceof Error)) return masked(String(error));
  const because = error.cause !== undefined && depth < deepest ? ` ${reasonOf(error.cause, depth + 1)}` : '';
  return `${messageOf(error)}${because}`.slice(0, longestMessage).trim();
};
