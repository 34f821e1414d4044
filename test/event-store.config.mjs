import base from './jest.config.mjs';

/** What the log relies on and its contract, on the event store that XUDAI_EVENT_STORE_URL names; nothing but the store is needed. */
export default {
  ...base,
  maxWorkers: 1,
  globalSetup: undefined,
  globalTeardown: undefined,
  testPathIgnorePatterns: [],
  testMatch: [
    '<rootDir>/test/event-store-double/behaviour.spec.ts',
    '<rootDir>/libs/event-log/src/eventstore/batch-append/batch-call.spec.ts',
    '<rootDir>/test/event-store-double/behaviour-edges.spec.ts',
    '<rootDir>/libs/event-log/src/eventstore/any-event-store.spec.ts',
  ],
};
