const SpecEnvironment = require('../spec-environment.cjs');
const { inWakingTime } = require('./in-waking-time.cjs');

/** The longest that an honest test of the part takes, in seconds. */
const usualSeconds = JSON.parse(process.env.MUTATION_PART ?? '{}').seconds ?? 20;

/** @param {import('jest-circus').Circus.TestEntry | import('jest-circus').Circus.Hook} given */
const limited = (given) => {
  const { fn } = given;
  if (!fn || fn.length > 0) return;
  // Jest's own limit goes by the clock.
  const ticks = given.timeout === undefined ? usualSeconds : given.timeout / 1_000;
  given.timeout = 3_600_000;
  given.fn = function (...args) {
    return inWakingTime(() => fn.apply(this, args), { ticks });
  };
};

/**
 * Gives specs what Node loaded outside of their context (see `loaded-once.cjs`), and skips what comes after a test that failed: one
 * is enough to notice a change. What waits for ever is ended.
 */
module.exports = class extends SpecEnvironment {
  limitedHooks = new WeakSet();

  async setup() {
    await super.setup();
    this.global.requiredOnce = require;
  }

  /** @param {import('jest-circus').Circus.Event} event */
  handleTestEvent(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.isNoticed = true;
    if (event.name === 'test_start' && this.isNoticed) event.test.mode = 'skip';
    if (event.name === 'test_fn_start') limited(event.test);
    if (event.name === 'hook_start' && !this.limitedHooks.has(event.hook)) {
      this.limitedHooks.add(event.hook);
      limited(event.hook);
    }
  }
};
