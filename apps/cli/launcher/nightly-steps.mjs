/** The long campaigns behind `npm run test:nightly`: a step is a line here. */
import { runJest } from './test-steps.mjs';

/** What a campaign runs for longer by; test/support/nightly.ts reads it. */
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
  builds: specs('test/nightly/nest-builds.spec.ts'),
  documents: specs('test/nightly/open-api-tools.spec.ts'),
  fuzz: specs('test/contracts/fuzzed.spec.ts'),
  ledger: specs('test/journeys/bailout-ledger.spec.ts'),
  mutations: specs('test/nightly/mutations.spec.ts'),
};
