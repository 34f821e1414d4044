import { describe, expect, it } from '@jest/globals';
import { LogUnavailable, OutcomeUnknown } from '#event-log';
import { unreachable } from './side.js';

const errorWith = (message: string, code?: string): Error => Object.assign(new Error(message), { code });

describe('a server that cannot be reached', () => {
  it.each([
    new LogUnavailable({ cause: new Error('Failed to discover') }),
    new OutcomeUnknown('key-1'),
    errorWith('connect ECONNREFUSED', 'ECONNREFUSED'),
    new AggregateError([errorWith('connect ECONNREFUSED', 'ECONNREFUSED')]),
    errorWith('password authentication failed', '28P01'),
    errorWith('database "x" does not exist', '3D000'),
    errorWith('terminating connection', '57P01'),
    errorWith('timeout exceeded when trying to connect'),
  ])('is reported: %s', (error) => {
    expect(unreachable(error)).toContain('Begin again');
  });

  it.each([errorWith('division by zero', '22012'), new TypeError('undefined'), 'text'])(
    'is not: %s',
    (error) => {
      expect(unreachable(error)).toBeUndefined();
    },
  );
});
