import { writeSync } from 'node:fs';

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
