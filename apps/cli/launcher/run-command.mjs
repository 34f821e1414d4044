/** One command, run to its end. When the launcher is stopped it stops the command, and waits for its end. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { outputOfPrograms, PlainFailure } from './say.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv | undefined} [env]
 * @property {import('./postgres-account.mjs').Account} [account]
 * @property {boolean} [quiet] its words are kept back and returned as `output`
 * @property {'inherit' | 'ignore'} [stdin]
 * @property {boolean} [answers] what it puts out is the answer
 * @property {boolean} [endsWithUs] it is a program of ours that listens to `disconnect`, which comes when this process is gone
 * @property {AbortSignal | undefined} [signal]
 * @property {(pid: number) => void} [onStart]
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export async function runCommand(command, args, options) {
  const { cwd, env = process.env, account = {}, quiet = false, answers = false } = options;
  const { stdin = 'ignore', signal, endsWithUs = false, onStart } = options;
  signal?.throwIfAborted();
  const standardOutput = answers ? 'inherit' : outputOfPrograms();
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = quiet ? [stdin, 'pipe', 'pipe'] : [stdin, standardOutput, 'inherit'];
  if (endsWithUs) stdio.push('ipc');
  const child = spawn(command, args, { ...account, cwd, env, stdio });
  if (child.pid !== undefined) onStart?.(child.pid);
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 25_000).unref();
  };
  signal?.addEventListener('abort', stop, { once: true });

  let words = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => (words += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (words += text));

  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(new PlainFailure(`"${command}" could not be run: ${error.message}`)),
    );
    child.once('close', (code, endedBy) => resolve(code ?? codeOfSignal(endedBy)));
  });
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  return { exitCode, output: words };
}

/** As a shell counts it. @param {NodeJS.Signals | null} name */
const codeOfSignal = (name) => 128 + (name === null ? 0 : constants.signals[name]);
