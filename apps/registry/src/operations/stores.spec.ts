import { expect, it } from '@jest/globals';
import { type RegistryState, storesOf } from './registry-state.js';

/* Which engine keeps the log, and what answers, out of how the registry stands. */

const database = { headSeq: 7 } as Exclude<RegistryState['database'], 'silent'>;
const log = (answers?: 'yes' | 'silent'): RegistryState['log'] =>
  ({ eventStore: answers === undefined ? null : { answers } }) as RegistryState['log'];

it('the log is in the database, unless there is an event store', () => {
  expect(storesOf({ database, log: log() })).toEqual({
    log: { engine: 'postgresql', answers: true },
    database: { answers: true, headSeq: 7 },
  });
  expect(storesOf({ database: 'silent', log: log() })).toEqual({
    log: { engine: 'postgresql', answers: false },
    database: { answers: false, headSeq: null },
  });
});

it('the event store and the database are reported independently', () => {
  expect(storesOf({ database: 'silent', log: log('yes') }).log).toEqual({
    engine: 'eventstoredb',
    answers: true,
  });
  expect(storesOf({ database, log: log('silent') }).log.answers).toBe(false);
});
