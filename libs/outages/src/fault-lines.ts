/** Of a program's logger what is needed here. */
interface ErrorLog {
  error(about: object, message: string): void;
}

/** Whoever can cause a fault can cause it a thousand times a second; who mends it needs it once. */
const everyMs = 10_000;

/** Faults of one kind are of one place in the code, whatever values they met there. */
const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const code = 'code' in error ? String(error.code) : '';
  return `${error.name} ${code} ${frame} ${error.cause === undefined ? '' : kindOf(error.cause)}`;
};

interface LastLine {
  readonly atMs: number;
  leftOut: number;
}

/** Logs what is broken whole, with its cause and where it broke: of each kind one in ten seconds, with how many were left out since. */
export class FaultLines {
  private readonly lastLines = new Map<string, LastLine>();

  constructor(
    private readonly logger: ErrorLog,
    private readonly nowMs: () => number,
  ) {}

  fault(error: unknown, message: string): void {
    const kind = `${message} ${kindOf(error)}`;
    const atMs = this.nowMs();
    const last = this.lastLines.get(kind);
    if (last && atMs - last.atMs < everyMs) {
      last.leftOut += 1;
      return;
    }
    this.lastLines.set(kind, { atMs, leftOut: 0 });
    this.logger.error(
      { err: error, ...(last && last.leftOut > 0 ? { leftOut: last.leftOut } : {}) },
      message,
    );
  }
}
