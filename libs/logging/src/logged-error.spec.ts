import { describe, expect, it } from '@jest/globals';
import { loggedError, reasonOf } from './logged-error.js';

const withMembers = (error: Error, members: object) => Object.assign(error, members);

/** Errors as PostgreSQL, Node.js and clients make them, each with something in it that must not be seen. */
const telling: readonly (readonly [Error, shown: string])[] = [
  [
    withMembers(new Error('duplicate key value violates unique constraint "facts_pkey"'), {
      code: '23505',
      detail: 'Key (report_id)=(hunter2) already exists.',
      where: 'COPY facts, line 1: "hunter2"',
      parameters: ['hunter2'],
      table: 'facts',
    }),
    'violates unique constraint "facts_pkey"',
  ],
  [
    withMembers(new Error('invalid input syntax for type integer: "hunter2"'), { code: '22P02' }),
    'invalid input syntax',
  ],
  [
    withMembers(new Error('value "hunter2" is out of range for type integer'), { code: '22003' }),
    'out of range',
  ],
  [
    withMembers(new Error('invalid byte sequence for encoding "UTF8": 0x00 hunter2'), { code: '22021' }),
    'invalid byte sequence',
  ],
  [new SyntaxError(`Unexpected token 'h', "hunter2" is not valid JSON`), 'Unexpected token'],
  [
    new SyntaxError('Cannot convert hunter2 to a BigInt: hunter2'.replace('hunter2 ', '"hunter2" ')),
    'Cannot convert',
  ],
  [new Error('connect to postgres://app:hunter2@db/xudai failed'), 'postgres://…@db/xudai'],
  [new TypeError(`no such subject: "hunter2's loan"`), 'no such subject'],
];

describe('an error in a log', () => {
  it.each(telling)('%s: says what happened, never what somebody sent', (error, shown) => {
    for (const wrapped of [error, new Error('outer', { cause: error }), new AggregateError([error], 'all')]) {
      const line = JSON.stringify(loggedError(wrapped));
      expect(line).toContain(JSON.stringify(shown).slice(1, -1));
      expect(line).not.toContain('hunter2');
      expect(reasonOf(wrapped)).not.toContain('hunter2');
    }
  });

  it('has no number of a person in it, in quotes or not', () => {
    const error = new Error('no borrower 11010519491231002X of 91310000132260250X on 127.0.0.1:5432');
    expect(loggedError(error).message).toBe('no borrower … of … on 127.0.0.1:5432');
  });

  it('has its frames, its code and its place in the schema', () => {
    const error = withMembers(new TypeError('x is not a function'), { code: '42703', column: 'seq' });
    expect(loggedError(error)).toEqual({
      type: 'TypeError',
      message: 'x is not a function',
      code: '42703',
      column: 'seq',
      stack: expect.stringMatching(/^\s+at /),
    });
  });

  it('is one line, and bounded, even with circular causes', () => {
    const error = new Error('a\n  b'.padEnd(10_000, 'z'));
    error.cause = error;
    expect(reasonOf(error)).not.toMatch(/\n/);
    expect(reasonOf(error).length).toBeLessThanOrEqual(300);
    expect(JSON.stringify(loggedError(error)).length).toBeLessThan(30_000);
  });

  it.each(['"', "'a", '00000000A', ' \n', '://'])('is found in no time, however often it says %j', (text) => {
    const error = new Error(`hunter2 ${text.repeat(200_000)}`);
    const began = process.cpuUsage();
    const logged = JSON.stringify([loggedError(error), reasonOf(error)]);
    const { user, system } = process.cpuUsage(began);
    // A search that begins anew at each place takes minutes.
    expect((user + system) / 1_000).toBeLessThan(1_000);
    expect(logged).not.toContain('hunter2');
    expect(loggedError(error).stack).toMatch(/^ {4}at /);
  });

  it('is named by its code where it has no message', () => {
    expect(reasonOf(withMembers(new AggregateError([], ''), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
  });

  it('that is no error does not show the value', () => {
    expect(loggedError('hunter2')).toEqual({
      type: 'string',
      message: 'no error, but a value that was thrown',
    });
  });
});
