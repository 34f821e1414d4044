import { writeSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { loggedError } from './logged-error.js';

const standardOutput = 1;

/**
 * The log of a program: one JSON object a line on standard output. Must be called before anything else is loaded, so that failures while
 * loading, uncaught errors and warnings of Node.js are logged in the same form.
 */
export const programLog = (program: string): Logger => {
  const logger = pino(
    { base: { program }, serializers: { err: loggedError } },
    new SurvivingOutput(standardOutput),
  );
  process.on('uncaughtException', (error, origin) => {
    atAnyLevel(logger).fatal({ err: error, origin }, 'nobody caught an error: the program ends');
    process.exit(1);
  });
  // Node's default listener writes text to standard error.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'Node.js warns'));
  return logger;
};

/** The reason for the end of a program is logged at any level. */
const atAnyLevel = (logger: Logger): Logger => logger.child({}, { level: 'fatal' });

/** Logs the sentences, one a line, and ends the program. */
export const endForFault = (logger: Logger, sentences: readonly string[], exitCode: number): never => {
  for (const sentence of sentences) atAnyLevel(logger).fatal(sentence);
  process.exit(exitCode);
};

/** How long a write waits for a reader of the pipe, since writing blocks the process. */
const longestWaitMs = 1_000;
const retryMs = 10;

/** Error codes of a reader that is gone: a closed terminal, a pipe without a reader. */
const goneCodes = new Set(['EIO', 'EPIPE', 'EBADF', 'ENXIO', 'ECONNRESET', 'ENOTCONN', 'ESHUTDOWN']);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const sleep = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/**
 * Writes log lines synchronously, so that the last ones before the end of the process are not lost. Writing neither throws nor hangs,
 * whatever happens to the reader: a program whose terminal was closed still ends in order, and one whose disk is full goes on. Lost lines
 * are counted, and the count is written with the next line that succeeds.
 */
export class SurvivingOutput {
  private isGone = false;
  private lost = 0;
  private isLineBroken = false;

  constructor(
    private readonly descriptor: number,
    private readonly writeBytes: (descriptor: number, bytes: Buffer) => number = writeSync,
  ) {}

  write(line: string): void {
    if (this.isGone) return;
    const bytes = Buffer.from(this.lost === 0 ? line : `${this.reportOfLoss()}${line}`);
    const written = this.writtenOf(bytes);
    if (written === bytes.length) {
      this.lost = 0;
      this.isLineBroken = false;
      return;
    }
    this.lost += 1;
    this.isLineBroken ||= written > 0;
  }

  private reportOfLoss(): string {
    const report = { level: 40, time: Date.now(), lost: this.lost, msg: 'lines of this log were lost' };
    return `${this.isLineBroken ? '\n' : ''}${JSON.stringify(report)}\n`;
  }

  private writtenOf(bytes: Buffer): number {
    // After a lost line the reader is not waited for again until it takes one.
    const deadline = performance.now() + (this.lost === 0 ? longestWaitMs : 0);
    let written = 0;
    while (written < bytes.length)
      try {
        written += this.writeBytes(this.descriptor, bytes.subarray(written));
      } catch (error) {
        if (goneCodes.has(codeOf(error))) this.isGone = true;
        if (codeOf(error) !== 'EAGAIN' || performance.now() >= deadline) return written;
        sleep(retryMs);
      }
    return written;
  }
}

/** A stop that takes longer is cut short; nothing acknowledged is lost by it. */
const longestStopMs = 20_000;

/**
 * Graceful shutdown on SIGINT, SIGTERM and SIGHUP, and when the parent process is gone, so that a killed launcher leaves no process behind.
 *
 * @param stop refuses new work, finishes what is under way, closes connections; resolves with the exit code
 * @returns begins the shutdown from inside
 */
export const endInOrder = (logger: Logger, stop: () => Promise<number>): ((why: string) => void) => {
  let ending = false;
  const end = (why: string): void => {
    // Further signals are ignored, so that the shutdown is not interrupted.
    if (ending) return;
    ending = true;
    logger.info({ why }, 'ending');
    setTimeout(() => process.exit(1), longestStopMs).unref();
    stop().then(
      (exitCode) => process.exit(exitCode),
      (error: unknown) => {
        logger.error({ err: error }, 'could not end in order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  process.on('disconnect', () => end('the launcher is gone'));
  // The parent may have gone while this program was loading.
  if (process.send && !process.connected) end('the launcher is gone');
  return end;
};

/** Tells the launcher, where there is one. Where it is gone, this process ends by itself. */
export const tellLauncher = (message: { readonly listens: true } | { readonly follows: true }): void => {
  process.send?.(message, () => undefined);
};
