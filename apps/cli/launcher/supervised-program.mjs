/**
 * One of our programs, kept running: kill -9 of any of them must lose nothing, so it is started again. Before
 * the first readiness an end is no accident but an answer (wrong settings, say), and is passed on.
 *
 * The channel between us tells the program when the launcher is gone, so that nothing is left behind.
 */
import { say } from './say.mjs';
import { startProgram } from './started-program.mjs';

const gracefulStopMs = 25_000;
const longestPauseMs = 5_000;

export class SupervisedProgram {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  #isStopping = false;
  #isEstablished = false;
  #failures = 0;

  /**
   * @param {object} options
   * @param {import('./started-program.mjs').Program} options.name
   * @param {string} options.main the file to run
   * @param {string} options.cwd
   * @param {NodeJS.ProcessEnv} options.env
   * @param {(message: any) => void} [options.onMessage]
   * @param {(exitCode: number) => void} options.onRefusal it ended by itself before it was established
   */
  constructor(options) {
    this.options = options;
    this.#start();
  }

  /** From now on it is started again when it ends. */
  establish() {
    this.#isEstablished = true;
  }

  async stop() {
    this.#isStopping = true;
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    const patience = setTimeout(() => {
      say(`${this.options.name} does not stop; killing it`);
      child.kill('SIGKILL');
    }, gracefulStopMs);
    await ended;
    clearTimeout(patience);
  }

  #start() {
    if (this.#isStopping) return;
    const { main, cwd, env, onMessage = () => {} } = this.options;
    const startedAt = Date.now();
    const child = startProgram(this.options.name, { main, cwd, env });
    this.#child = child;
    child.on('message', onMessage);
    child.once('error', (error) => say(`${this.options.name}: ${error.message}`));
    child.once('close', (exitCode, signal) => {
      this.#child = undefined;
      if (Date.now() - startedAt > 2 * longestPauseMs) this.#failures = 0;
      // Ctrl-C reaches the whole group, and a program may be quicker to obey than we are to hear of it.
      setTimeout(() => this.#ended(exitCode, signal), 150);
    });
  }

  /**
   * @param {number | null} exitCode
   * @param {string | null} signal
   */
  #ended(exitCode, signal) {
    if (this.#isStopping) return;
    if (!this.#isEstablished) {
      say(`${this.options.name} ended before it was ready (${signal ?? `exit code ${exitCode}`})`);
      this.options.onRefusal(exitCode || 1);
      return;
    }
    say(`${this.options.name} ended unexpectedly (${signal ?? `exit code ${exitCode}`}); starting it again`);
    setTimeout(() => this.#start(), Math.min(200 * 2 ** this.#failures, longestPauseMs));
    this.#failures += 1;
  }
}
