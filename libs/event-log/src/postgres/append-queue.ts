import type { WaitingAppend } from './waiting-append.js';

/** One statement appends so many, or a few more bytes than these. */
const groupLimit = { appends: 500, bytes: 2_000_000 };

/** No more wait than are written in some seconds: during an outage the others are told at once. */
const waitingLimit = { appends: 20_000, bytes: 64_000_000 };

/**
 * Appends in the order they came, in one line per stream: a group takes the first of each line, so that no two of a group are
 * for the same stream and those of one stream keep their order. Streams take turns.
 */
export class AppendQueue {
  private readonly lines = new Map<string, WaitingAppend[]>();
  private appends = 0;
  private bytes = 0;

  get isFull(): boolean {
    return this.appends >= waitingLimit.appends || this.bytes >= waitingLimit.bytes;
  }

  add(waiting: WaitingAppend): void {
    const { stream } = waiting.append;
    const line = this.lines.get(stream);
    if (line) line.push(waiting);
    else this.lines.set(stream, [waiting]);
    this.appends += 1;
    this.bytes += waiting.append.bytes;
  }

  /** The next group; empty when nobody waits. */
  take(): readonly WaitingAppend[] {
    const group: WaitingAppend[] = [];
    const remaining: [string, WaitingAppend[]][] = [];
    let bytes = 0;
    for (const [stream, line] of this.lines) {
      if (group.length >= groupLimit.appends || bytes >= groupLimit.bytes) break;
      let next = this.shift(line);
      while (next?.isOver) next = this.shift(line);
      if (next) {
        group.push(next);
        bytes += next.append.bytes;
      }
      this.lines.delete(stream);
      if (line.length > 0) remaining.push([stream, line]);
    }
    for (const [stream, line] of remaining) this.lines.set(stream, line);
    return group;
  }

  private shift(line: WaitingAppend[]): WaitingAppend | undefined {
    const next = line.shift();
    if (next) {
      this.appends -= 1;
      this.bytes -= next.append.bytes;
    }
    return next;
  }
}
