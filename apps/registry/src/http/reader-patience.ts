/** Of a socket what is needed here. */
interface Given {
  /** All that the socket was given, whether it was handed to the system or still waits. */
  readonly bytesWritten: number;
  /** What still waits: the system takes no more, because the client takes none. */
  readonly writableLength: number;
}

/**
 * Whether the client of a connection takes what it is given. Seen from outside the answer, so that it does not matter what the
 * answer is and how it is made; a connection on which nothing waits may be quiet for as long as it likes.
 */
export class ReaderPatience {
  private takenBytes = -1;
  private takenAtMs = 0;

  constructor(private readonly socket: Given) {}

  /** Whether something has waited for so long, and nothing was taken meanwhile. To be asked again and again. */
  isOver(patienceMs: number, nowMs: number): boolean {
    const { bytesWritten, writableLength } = this.socket;
    const takenBytes = bytesWritten - writableLength;
    if (writableLength > 0 && takenBytes === this.takenBytes) return nowMs - this.takenAtMs >= patienceMs;
    this.takenBytes = takenBytes;
    this.takenAtMs = nowMs;
    return false;
  }
}
