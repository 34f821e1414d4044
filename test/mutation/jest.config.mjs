import { createRequire } from 'node:module';
import base from '../jest.config.mjs';

const { resolve } = createRequire(import.meta.url);

/** CommonJS of thousands of lines, of which the code that is changed uses little. */
const loadedOnce = ['typeorm', '@eventstore/db-client'];

// The database is that of the nightly run: one of a single change would be gone at the next, which would seem to be noticed.
const { globalSetup: _setup, globalTeardown: _teardown, ...shared } = base;

export default {
  ...shared,
  rootDir: '../..',
  roots: ['<rootDir>/test/mutation'],
  testMatch: ['<rootDir>/test/mutation/specs-of-part.ts'],
  // Ends tests that wait for ever, sooner than Stryker, which would begin a new process for the next.
  // Stryker looks for it by itself, and knows no <rootDir>.
  testEnvironment: resolve('./mutant-environment.cjs'),
  moduleNameMapper: {
    ...base.moduleNameMapper,
    ...Object.fromEntries(loadedOnce.map((name) => [`^${name}$`, resolve(name)])),
  },
  transform: {
    ...base.transform,
    [`/node_modules/(${loadedOnce.join('|')})/.*\\.js$`]: '<rootDir>/test/mutation/loaded-once.cjs',
  },
  transformIgnorePatterns: base.transformIgnorePatterns.map((pattern) =>
    pattern.replace('(?!', `(?!(${loadedOnce.join('|')})/|`),
  ),
};
