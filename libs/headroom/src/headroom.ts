/** Limits in free bytes on the disk of the database. */
interface HeadroomLimits {
  /** Below this a warning is given. */
  readonly warnBelow: number;
  /** Below this writes stop. */
  readonly refuseBelow: number;
  /** From here on writes resume. Higher than `refuseBelow` (hysteresis), so that they do not stop again at once. */
  readonly resumeFrom: number;
}

export interface HeadroomState {
  /** `short`: writes have stopped; `low`: they soon will. */
  readonly level: 'enough' | 'low' | 'short';
  /** Null where it cannot be measured. */
  readonly freeBytes: number | null;
  /** The database reported a full disk, whatever was measured. */
  readonly isDatabaseFull: boolean;
}

/** How long writes stop after the database reported a full disk. */
const tryAgainMs = 10_000;
/** The report is forgotten when it was not repeated for this long. */
const forgetAfterMs = 60_000;

/**
 * Decides whether there is disk space to write. PostgreSQL shuts down when it cannot extend its write-ahead log, and then even reads fail.
 * So writes stop while there is still space for work under way and for a checkpoint, which may free some. Where the space cannot be
 * measured, writes stop for a while after the database reported a full disk.
 */
export class Headroom {
  private freeBytes: number | null = null;
  private isShort = false;
  private databaseFullAtMs: number | undefined;
  private level: HeadroomState['level'] = 'enough';

  constructor(
    private readonly limits: HeadroomLimits,
    /** Called once for each change of the level. */
    private readonly onChange: (state: HeadroomState, before: HeadroomState['level']) => void = () =>
      undefined,
  ) {}

  state(nowMs: number): HeadroomState {
    this.forget(nowMs);
    return this.now();
  }

  /** Whether a write may be made now, or tried again after the database reported a full disk. */
  mayWrite(nowMs: number): boolean {
    this.forget(nowMs);
    if (this.isShort) return false;
    return this.databaseFullAtMs === undefined || nowMs - this.databaseFullAtMs >= tryAgainMs;
  }

  /** A measurement; null where it failed. */
  noteFree(freeBytes: number | null): void {
    const { refuseBelow, resumeFrom } = this.limits;
    this.freeBytes = freeBytes;
    this.isShort = freeBytes !== null && freeBytes < (this.isShort ? resumeFrom : refuseBelow);
    this.change();
  }

  /** The database reported a full disk. */
  noteDatabaseFull(nowMs: number): void {
    this.databaseFullAtMs = nowMs;
    this.change();
  }

  /** A write succeeded that had begun at this time. */
  noteWritten(begunAtMs: number): void {
    if (this.databaseFullAtMs === undefined || begunAtMs <= this.databaseFullAtMs) return;
    this.databaseFullAtMs = undefined;
    this.change();
  }

  private now(): HeadroomState {
    return {
      level: this.level,
      freeBytes: this.freeBytes,
      isDatabaseFull: this.databaseFullAtMs !== undefined,
    };
  }

  private forget(nowMs: number): void {
    if (this.databaseFullAtMs === undefined || nowMs - this.databaseFullAtMs < forgetAfterMs) return;
    this.databaseFullAtMs = undefined;
    this.change();
  }

  private change(): void {
    const before = this.level;
    this.level = this.levelNow();
    if (this.level !== before) this.onChange(this.now(), before);
  }

  private levelNow(): HeadroomState['level'] {
    if (this.isShort || this.databaseFullAtMs !== undefined) return 'short';
    return this.freeBytes !== null && this.freeBytes < this.limits.warnBelow ? 'low' : 'enough';
  }
}

export const mebibyte = 2 ** 20;

/**
 * Limits for recording. Write-ahead log segments have 16 MiB: the last 128 MiB are room for appends under way, for the followers to project
 * them, and for a checkpoint.
 */
export const recordingLimits: HeadroomLimits = {
  warnBelow: 256 * mebibyte,
  refuseBelow: 128 * mebibyte,
  resumeFrom: 192 * mebibyte,
};

/** Limits for projecting. Lower, so that everything recorded is still projected after recording has stopped. */
export const followingLimits: HeadroomLimits = {
  warnBelow: 64 * mebibyte,
  refuseBelow: 64 * mebibyte,
  resumeFrom: 96 * mebibyte,
};
