/*
 * Large packages are loaded once by Node itself, and not anew for each change inside Jest's context: that was more than half of the time of a
 * spec. Their code is replaced by a reference to what `mutant-environment.cjs` gives to every spec.
 */
module.exports = {
  /** @type {(source: string, path: string) => { code: string }} */
  process: (_source, path) => ({ code: `module.exports = requiredOnce(${JSON.stringify(path)});` }),
};
