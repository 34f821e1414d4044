/**
 * How Node.js runs each of our programs.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';
import { say } from './say.mjs';

import { outputOfPrograms } from './say.mjs';

/** @typedef {'registry' | 'projector'} Program */

/**
 * How each collects garbage. The projector has a young generation of 64 MB: nearly all that a round makes is gone
 * after it, and with the usual 16 much of it is copied on before. The registry keeps the usual one: its pauses are shorter, for who asks for
 * health in a rush, and it stays within 256 MiB. The old generation is collected when it has grown by so much: left to itself it grows to three
 * times what is used before anybody looks.
 *
 * @type {Record<Program, string[]>}
 */
export const nodeOptions = {
  registry: ['--enable-source-maps', '--max-semi-space-size=16', '--heap-growing-percent=45'],
  projector: ['--enable-source-maps', '--max-semi-space-size=64', '--heap-growing-percent=60'],
};

/**
 * As `nice` counts them. The projector gives way: somebody waits for the answer to a report, and with the same priority its followers
 * take the processors from the registry whenever they have much to apply. With 10 they got so little that they fell behind.
 *
 * @type {Record<Program, number>}
 */
export const priorities = { registry: os.constants.priority.PRIORITY_NORMAL, projector: 5 };

/**
 * @param {Program} name
 * @param {object} options
 * @param {string} options.main the file to run
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 */
export function startProgram(name, { main, cwd, env }) {
  const child = spawn(process.execPath, [...nodeOptions[name], main], {
    cwd,
    env,
    stdio: ['ignore', outputOfPrograms(), 'inherit', 'ipc'],
  });
  // Its threads have what it has when it begins them. A priority below ours may not be raised by everybody.
  if (child.pid !== undefined) os.setPriority(child.pid, Math.max(os.getPriority(), priorities[name]));
  return child;
}

/**
 * One of our programs, kept running: kill -9 of any of them must lose nothing, so it is started again. Before
 * the first readiness an end is no accident but an answer (wrong settings, say), and is passed on.
 *
 * The channel closes when the launcher is gone. The program then ends, so that nothing is left behind.
 */
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
   * @param {import('./supervised-program.mjs').Program} options.name
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
