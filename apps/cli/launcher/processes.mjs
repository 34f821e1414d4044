/**
 * What the operating system knows about a process. A number alone proves nothing: after kill -9 or a reboot
 * it may belong to somebody else, and a zombie still answers to it. The time of its start distinguishes the two
 * apart.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ask } from './ask.mjs';

/** @typedef {{ parent: number, started: string, command: string }} LivingProcess `started` is only good for comparing */

/**
 * @param {number} pid
 * @returns {LivingProcess | undefined} undefined when none lives under this number
 */
export function lookUp(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return existsSync('/proc/self/stat') ? lookUpInProc(pid) : lookUpWithPs(pid);
}

/**
 * @param {number} pid
 * @returns {LivingProcess | undefined}
 */
function lookUpInProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();

    // The program's name, second field, may hold blanks and brackets: count from its last bracket. Start time is field 22.
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const started = rest[17];
    if (state === 'Z' || state === 'X' || started === undefined) return undefined;
    return { parent: Number(parent), started, command };
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {LivingProcess | undefined}
 */
function lookUpWithPs(pid) {
  const columns = ['state=', 'ppid=', 'lstart=', 'command='].flatMap((column) => ['-o', column]);
  const { words } = ask('ps', [...columns, '-ww', '-p', String(pid)]);
  const [, state = 'Z', parent, started = '', command = ''] =
    /^\s*(\S+)\s+(\d+)\s+((?:\S+\s+){4}\S+)\s+(.*)$/m.exec(words) ?? [];
  if (state.startsWith('Z')) return undefined;
  return { parent: Number(parent), started, command: command.trim() };
}

/**
 * The one end a command comes to: asked for by a signal, or because something it needs is gone. The first
 * reason counts; another Ctrl-C changes nothing, so that the order of stopping is never broken.
 */
export class Ending {
  #controller = new AbortController();

  /** @type {number | undefined} */
  exitCode;

  /** Aborted when the end has come: hand it to whatever waits. */
  signal = this.#controller.signal;

  /** @type {Promise<void>} */
  reached = new Promise((resolve) => this.signal.addEventListener('abort', () => resolve(), { once: true }));

  /**
   * From now on signals no longer kill the process.
   *
   * @param {(signal: string) => number} exitCodeFor
   */
  constructor(exitCodeFor) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => this.come(exitCodeFor(signal)));
    }
    if (isRunByNpm()) whenParentIsGone(() => this.come(exitCodeFor('SIGTERM')));
  }

  /** @param {number} exitCode */
  come(exitCode) {
    if (this.exitCode !== undefined) return;
    this.exitCode = exitCode;
    this.#controller.abort();
  }
}

const isRunByNpm = () =>
  process.env['npm_lifecycle_script']?.includes(path.basename(process.argv[1] ?? '')) === true;

/**
 * The shell that npm puts between itself and us dies of a signal without passing it on; then nobody would be
 * left to stop us.
 *
 * @param {() => void} act
 */
function whenParentIsGone(act) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && act(), 500).unref();
}
