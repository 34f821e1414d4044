const { TestEnvironment } = require('jest-environment-node');

/**
 * Gives specs what Node loaded outside of their context (see `loaded-once.cjs`), and skips what comes after a test that failed: one
 * is enough to notice a change.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.loadedOnce = require;
  }

  /** @param {import('jest-circus').Circus.Event} event */
  handleTestEvent(event) {
    if (event.name === 'test_done' && event.test.errors.length > 0) this.isNoticed = true;
    if (event.name === 'test_start' && this.isNoticed) event.test.mode = 'skip';
  }
};
