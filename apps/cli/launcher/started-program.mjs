/**
 * How Node.js runs each of our programs.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';

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
