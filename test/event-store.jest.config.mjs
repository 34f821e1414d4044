import base from './jest.config.mjs';

/** The contract of the log on an event store that is named by its address; no database is started. */
const { globalSetup, globalTeardown, ...rest } = base;

export default {
  ...rest,
  testMatch: ['<rootDir>/libs/event-log/src/eventstore/any-event-store.contract.ts'],
};
