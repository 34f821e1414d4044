const { TestEnvironment } = require('jest-environment-node');
require('reflect-metadata');

/** Gives specs what Node loaded outside of their context (see `loaded-once.cjs`), with the one place where decorators keep what they note. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.Reflect = Reflect;
    this.global.loadedOnce = (/** @type {string} */ path) => import(path);
  }
};
