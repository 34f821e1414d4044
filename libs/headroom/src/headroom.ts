/** Free bytes where the database keeps its files. */
interface HeadroomLimits {
  /** Below this it is said that room runs short. */
  readonly warnBelow: number;
  /** Below this nothing is written any more. */
  readonly refuseBelow: number;
  /** From here on writing goes on. More than the limit below, so that it does not stop again at once. */
  readonly resumeFrom: number;
}

export interface HeadroomState {
  /** `short`: nothing is written; `low`: it will soon be so. */
  readonly level: 'enough' | 'low' | 'short';
  /** Null where it cannot be measured. */
  readonly freeBytes: number | null;
  /** The database said itself that it has no room, whatever was measured. */
  readonly isDatabaseFull: boolean;
}

/** After the database said that it is full, this long nothing is tried. */
const tryAgainMs = 10_000;
/** When it did not say so again for this long, nothing is known of it any more. */
const forgetAfterMs = 60_000;

/**
 * Whether there is room to write. PostgreSQL that cannot extend its write-ahead log ends, and then nobody can read either; so
 * writing stops while there is still room for what is under way and for a checkpoint, which may free some. Where the room cannot
 * be measured, what the database says counts: writing stops when it says that it is full, and is tried again after a while.
 */
export class Headroom {
  private freeBytes: number | null = null;
  private isShort = false;
  private databaseFullAtMs: number | undefined;
  private level: HeadroomState['level'] = 'enough';

  constructor(
    private readonly limits: HeadroomLimits,
    /** Told once when it begins to be short, or low, and once when that is over. */
    private readonly onChange: (state: HeadroomState, before: HeadroomState['level']) => void = () =>
      undefined,
  ) {}

  state(nowMs: number): HeadroomState {
    this.forget(nowMs);
    return this.now();
  }

  /** Whether something may be written now; when the database said that it is full, whether it may be tried again. */
  mayWrite(nowMs: number): boolean {
    this.forget(nowMs);
    if (this.isShort) return false;
    return this.databaseFullAtMs === undefined || nowMs - this.databaseFullAtMs >= tryAgainMs;
  }

  /** Null where it cannot be measured any more. */
  noteFree(freeBytes: number | null): void {
    const { refuseBelow, resumeFrom } = this.limits;
    this.freeBytes = freeBytes;
    this.isShort = freeBytes !== null && freeBytes < (this.isShort ? resumeFrom : refuseBelow);
    this.change();
  }

  /** The database said so. */
  noteDatabaseFull(nowMs: number): void {
    this.databaseFullAtMs = nowMs;
    this.change();
  }

  /** Something was written whole, which was begun then. */
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
 * For what is recorded. PostgreSQL writes ahead in files of 16 MiB: below 128 MiB there is room for the groups and batches under
 * way, for the followers to show what was recorded, and for a checkpoint beside them.
 */
export const recordingLimits: HeadroomLimits = {
  warnBelow: 256 * mebibyte,
  refuseBelow: 128 * mebibyte,
  resumeFrom: 192 * mebibyte,
};

/** For what follows from it and can wait: lower, so that what was recorded is shown when nothing more is. */
export const followingLimits: HeadroomLimits = {
  warnBelow: 64 * mebibyte,
  refuseBelow: 64 * mebibyte,
  resumeFrom: 96 * mebibyte,
};
