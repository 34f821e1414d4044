/** The long campaigns behind `npm run test:nightly`: a step is a line here. */
import { runJest } from './test-steps.mjs';

/** What a campaign runs for longer by; libs/testing/src/campaigns.ts reads it. */
const env = { ...process.env, TEST_NIGHTLY: '1' };

/**
 * Specs that run longer at night, or only then.
 *
 * @param {...string} paths
 * @returns {(signal: AbortSignal) => Promise<import('./test-steps.mjs').Tally>}
 */
const specs =
  (...paths) =>
  (signal) =>
    runJest(['--runInBand', ...paths], signal, env);

/** @type {Record<string, (signal: AbortSignal) => Promise<import('./test-steps.mjs').Tally>>} */
export const nightlySteps = {
  benchmarks: specs('test/nightly/benchmarks.spec.ts'),
  builds: specs('test/nightly/nest-builds.spec.ts'),
  console: specs(
    'test/nightly/console-matrix.spec.ts',
    'test/nightly/console-exports.spec.ts',
    'test/nightly/console-figures.spec.ts',
    'test/browser/',
  ),
  crashes: specs(
    'test/reliability/killed-',
    'test/reliability/quarter-killed.spec.ts',
    'test/reliability/arbiter-killed.spec.ts',
    'test/reliability/store-crashes.spec.ts',
  ),
  demo: specs('test/nightly/demo.spec.ts'),
  documents: specs('test/nightly/open-api-tools.spec.ts'),
  fuzz: specs('test/contracts/fuzzed.spec.ts'),
  guides: specs('test/journeys/bank-guide-programs.spec.ts'),
  laws: specs(
    '\\.laws\\.spec\\.ts$',
    'libs/targets/src/targets.checker.spec.ts',
    // What every engine promises.
    'libs/event-log/src/postgres/postgres-event-log.spec.ts',
    'libs/event-log/src/eventstore/event-store-log.spec.ts',
  ),
  ledger: specs('test/journeys/bailout-ledger.spec.ts'),
  long: specs(
    'test/contracts/synthetic-year.spec.ts',
    'test/contracts/silent-readers.spec.ts',
    'test/contracts/rebuilds.spec.ts',
    'test/journeys/quarter.spec.ts',
    'test/reliability/full-disk.spec.ts',
    'test/reliability/large-files.spec.ts',
  ),
  mutations: specs('test/nightly/mutations.spec.ts'),
  package: specs('test/nightly/package.spec.ts'),
  renewal: specs('test/nightly/renewal-way.spec.ts'),
};
