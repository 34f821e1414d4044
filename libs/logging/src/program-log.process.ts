import { writeSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { loggedError } from './logged-error.js';

const standardOutput = 1;

/**
 * The log of a program: one JSON object a line on standard output, from its first line to its last. Must be called before anything
 * else is loaded, so that what fails while loading, what nobody caught and what Node.js warns of are lines of it as well.
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
  // Node's own listener writes text to standard error.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'Node.js warns'));
  return logger;
};

/** Why a program ends is said also where nothing else is to be logged. */
const atAnyLevel = (logger: Logger): Logger => logger.child({}, { level: 'fatal' });

/** Says in one line for each sentence why the program cannot go on, and ends it. */
export const endForFault = (logger: Logger, sentences: readonly string[], exitCode: number): never => {
  for (const sentence of sentences) atAnyLevel(logger).fatal(sentence);
  process.exit(exitCode);
};

/** A reader that takes nothing for this long is not waited for: a log must not hold up a bank's report for ever. */
const longestWaitMs = 1_000;
const retryMs = 10;

/** Whoever was to read it is gone: a terminal that was closed, a pipe without a reader. */
const goneCodes = new Set(['EIO', 'EPIPE', 'EBADF', 'ENXIO', 'ECONNRESET', 'ENOTCONN', 'ESHUTDOWN']);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const sleep = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};

/**
 * Lines of a log, written before the call comes back, so that the last ones before an end are not lost. Whatever becomes of the
 * reader, writing neither throws nor hangs: a program whose terminal was closed still ends in order, and one whose disk is full
 * goes on. Lines that could not be written are counted, and the count is the first line that can be written again.
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
    // Whoever let one line wait in vain is not waited for again until it takes one.
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

/** A stop that takes longer than this is cut short; nothing acknowledged is lost by it. */
const longestStopMs = 20_000;

/**
 * Ends in order on SIGINT, SIGTERM and SIGHUP, and when whoever started this process is gone, so that a killed launcher
 * leaves nothing behind: no new requests, running ones finished, then the connections.
 *
 * @param stop gives the exit code
 * @returns begins the end from inside
 */
export const endInOrder = (logger: Logger, stop: () => Promise<number>): ((why: string) => void) => {
  let ending = false;
  const end = (why: string): void => {
    // Another signal changes nothing: the order of stopping is never broken.
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
  // It may have gone while this program was still loading.
  if (process.send && !process.connected) end('the launcher is gone');
  return end;
};
