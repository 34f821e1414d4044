/**
 * The one end a command comes to: asked for by a signal, or because something it needs is gone. The first
 * reason counts; another Ctrl-C changes nothing, so that the order of stopping is never broken.
 */
import path from 'node:path';

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
