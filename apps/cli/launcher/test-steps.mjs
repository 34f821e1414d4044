import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readJson } from './json-file.mjs';
import { runCommand } from './run-command.mjs';
import { projectRoot } from './setup.mjs';

/** Where the time of a run of tests went. */

/**
 * The slowest suites, and how many there were.
 *
 * @param {any} result of jest, as JSON
 * @param {string} root
 * @returns {readonly string[]} lines
 */

function slowestSuites(result, root) {
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

/**
 * All checks, one after another, to the end even when some fail; what failed is shown, and a count closes the
 * run.
 */

/** Each is a script of package.json, quiet when all is well. */
const scripts = ['types', 'lint', 'format', 'boundaries', 'unused'];

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {readonly [string, (signal: AbortSignal) => Promise<Tally>]} Step */

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export const runEverything = (signal) => {
  /** @type {Step[]} */
  const checks = scripts.map((name) => [name, () => runScript(name, signal)]);
  return runSteps([...checks, ['jest', () => runJest([], signal)]], signal);
};

/**
 * One after another, to the end even when some fail.
 *
 * @param {readonly Step[]} steps
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export async function runSteps(steps, signal) {
  const tallies = [];
  for (const [name, step] of steps) tallies.push(await timed(name, () => step(signal)));
  return tallies.reduce((sum, each) => ({
    passed: sum.passed + each.passed,
    failed: sum.failed + each.failed,
    skipped: sum.skipped + each.skipped,
  }));
}

/**
 * @param {string[]} args for jest
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
export const runJestAlone = (args, signal) => timed('jest', () => runJest(args, signal));

/** @param {Tally} tally */
export const closingLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

/**
 * @param {string} name
 * @param {AbortSignal} signal
 * @returns {Promise<Tally>}
 */
async function runScript(name, signal) {
  const { exitCode, output } = await runCommand('npm', ['run', '--silent', name], {
    cwd: projectRoot,
    quiet: true,
    signal,
  });
  if (exitCode === 0) return { passed: 1, failed: 0, skipped: 0 };
  console.log(`\n${output.trimEnd()}\n`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/**
 * @param {string[]} args
 * @param {AbortSignal} signal
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Tally>}
 */
export async function runJest(args, signal, env) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-test-'));
  const outputFile = path.join(folder, 'jest.json');
  const node = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const jest = ['--config', 'test/jest.config.mjs', '--json', '--outputFile', outputFile, ...args];
  try {
    const { exitCode } = await runCommand(process.execPath, [...node, ...jest], {
      cwd: projectRoot,
      stdin: 'inherit',
      env,
      signal,
    });
    const result = readJson(outputFile);
    if (result === undefined) console.log(`jest came to no result (exit code ${exitCode})`);
    else if (args.length === 0) for (const line of slowestSuites(result, projectRoot)) console.log(line);
    return tallyOf(result, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * jest counts neither a file that could not be loaded nor its own end among the failed tests; a run of
 * nothing proves nothing.
 *
 * @param {any} result undefined when jest did not come to its end
 * @param {number} exitCode
 * @returns {Tally}
 */
function tallyOf(result, exitCode) {
  const passed = result?.numPassedTests ?? 0;
  const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  const failed = (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 0);
  const isFailure = exitCode !== 0 || passed === 0;
  return { passed, failed: failed === 0 && isFailure ? 1 : failed, skipped };
}

/**
 * @param {string} name
 * @param {() => Promise<Tally>} step
 */
async function timed(name, step) {
  const start = Date.now();
  const tally = await step();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${tally.failed === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  return tally;
}
