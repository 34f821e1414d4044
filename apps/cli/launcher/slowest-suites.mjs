/** Where the time of a run of tests went. */

/**
 * The slowest suites, and how many there were.
 *
 * @param {any} result of jest, as JSON
 * @param {string} root
 * @returns {readonly string[]} lines
 */
export function slowestSuites(result, root) {
  const suites = result.testResults.map((/** @type {any} */ { name, startTime, endTime }) => ({
    name: name.slice(root.length + 1),
    seconds: (endTime - startTime) / 1000,
  }));
  const slowest = suites
    .toSorted((/** @type {any} */ one, /** @type {any} */ other) => other.seconds - one.seconds)
    .slice(0, 10);
  return [
    `the slowest of ${suites.length} suites:`,
    ...slowest.map((/** @type {any} */ { name, seconds }) => `${seconds.toFixed(1).padStart(8)} s  ${name}`),
  ];
}
