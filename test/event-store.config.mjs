import base from './jest.config.mjs';

/** The contract of the log on the event store that XUDAI_EVENT_STORE_URL names; nothing but the store is needed. */
export default {
  ...base,
  globalSetup: undefined,
  globalTeardown: undefined,
  testPathIgnorePatterns: [],
  testMatch: ['<rootDir>/libs/event-log/src/eventstore/any-event-store.spec.ts'],
};
