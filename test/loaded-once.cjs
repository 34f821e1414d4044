/*
 * Packages of hundreds of modules, which nearly every suite needs and none changes, are loaded once in a process by Node itself, and not anew in
 * Jest's context of each suite, where that took longer than most suites do. Their code is replaced by what `spec-environment.cjs` gives.
 */
const { createHash } = require('node:crypto');

module.exports = {
  getCacheKey: (/** @type {string} */ _source, /** @type {string} */ path) =>
    createHash('sha256').update(`${path} ${process.version} 1`).digest('hex'),
  /** Where it is imported its names have to stand in the code. @type {(source: string, path: string) => Promise<{ code: string }>} */
  processAsync: async (_source, path) => {
    const names = Object.keys(await import(path)).filter((name) => name !== 'default');
    return { code: `export const { ${names.join(', ')} } = await loadedOnce(${JSON.stringify(path)});` };
  },
};
