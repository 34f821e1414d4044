import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { NotAnswered } from '#batching';
import { factOfBytes, plantedAppend } from '../contract/planted-appends.js';
import { LogUnavailable, OutcomeUnknown } from '../event-log-errors.js';
import { Appender } from './appender.connection.js';

/* Nobody listens at the port, so that no connection ever comes about. */

let pool: pg.Pool;
let setbacks: unknown[];

beforeEach(() => {
  pool = new pg.Pool({ host: '127.0.0.1', port: 1 });
  setbacks = [];
});
afterEach(() => pool.end());

const appender = (deadlineMs: number): Appender =>
  new Appender(
    pool,
    { seen: 0, acknowledge: () => undefined },
    { deadlineMs, onSetback: (error) => setbacks.push(error) },
  );
const one = () => plantedAppend('loan-1', 'none');
/** Together as much as may wait, in appends as large as may be. */
const muchTogether = () =>
  Array.from({ length: 72 }, (_, no) => plantedAppend(`loan-${no}`, 'none', [factOfBytes(890_000)]));
const refused = { code: 'ECONNREFUSED' };

describe('an append to a database that is away', () => {
  it('is retried with back-off until its deadline, and then unknown, with the cause', async () => {
    const away = appender(1_000);
    const error = await away.append(one()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(error).toMatchObject({ cause: refused });
    expect(setbacks.length).toBeGreaterThan(1);
    expect(setbacks.length).toBeLessThan(15);
    expect(setbacks[0]).toMatchObject(refused);
    // Nobody waits any more, so nothing is tried any more either.
    await away.close();
    const before = setbacks.length;
    await new Promise((later) => setTimeout(later, 300));
    expect(setbacks).toHaveLength(before);
  });

  it('is refused at once when too much waits', async () => {
    const away = appender(300);
    let isOver = false;
    const waiting = Promise.all(
      muchTogether().map((large) =>
        away
          .append(large)
          .catch((reason: unknown) => reason)
          .finally(() => (isOver = true)),
      ),
    );
    const error = await away.append(one()).catch((reason: unknown) => reason);
    expect(isOver).toBe(false);
    expect(error).toBeInstanceOf(LogUnavailable);
    expect(error).toMatchObject({ cause: new NotAnswered('full') });
    for (const outcome of await waiting) expect(outcome).toBeInstanceOf(OutcomeUnknown);
    await away.close();
  });

  it('is refused when the log was closed', async () => {
    const closed = appender(300);
    await closed.close();
    const error = await closed.append(one()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LogUnavailable);
    expect(error).toMatchObject({ cause: new Error('The log was closed.') });
    expect(setbacks).toEqual([]);
  });
});
