import TestSequencer from '@jest/test-sequencer';

/** What takes longest, the longest first; `npm test` names the ten slowest suites at its end. */
const longest = [
  'test/reliability/killed-processes',
  'test/journeys/bailout-ledger',
  'test/reliability/shortened-log',
  'test/reliability/killed-replays',
  'test/reliability/large-files',
  'test/contracts/synthetic-year',
  'test/reliability/killed-submissions',
  'test/journeys/files',
  'test/contracts/fuzzed',
  'test/contracts/silent-readers',
  'test/reliability/moved-log',
  'test/reliability/older-store',
  'test/reliability/read-side-lost',
  'test/reliability/store-crashes',
  'test/reliability/restored-copy',
  'test/reliability/arbiter-killed',
  'test/contracts/rebuilds',
  'test/reliability/killed-rebuilds',
  'test/reliability/overload',
  'test/journeys/command-line-mistakes',
  'test/journeys/mended-file',
];

const placeOf = (/** @type {{ path: string }} */ { path }) => {
  const place = longest.findIndex((name) => path.endsWith(`/${name}.spec.ts`));
  return place < 0 ? longest.length : place;
};

/**
 * A long suite that begins last is waited for while all others are done. Jest knows from its cache how long each took, and begins with
 * the longest; in a fresh clone it knows nothing, and would go by the size of the files.
 */
export default class LongestFirst extends TestSequencer {
  /**
   * @param {Parameters<TestSequencer['sort']>[0]} tests
   * @override
   */
  sort(tests) {
    const usual = super.sort(tests);
    const isKnown = usual.some(({ duration }) => duration !== undefined);
    return isKnown ? usual : usual.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
