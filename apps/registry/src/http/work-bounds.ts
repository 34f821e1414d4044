/* How much of each kind of work may be under way in one process. */

/** Work of a kind is counted apart, so that none takes the place of another. */
export const workKinds = ['singles', 'batches', 'streams', 'reads', 'waits', 'changes'] as const;
export type WorkKind = (typeof workKinds)[number];

/** What comes to facts. */
export const recordingKinds = ['singles', 'batches', 'streams'] as const satisfies readonly WorkKind[];

export interface Bounds {
  /** Under way at once, of all senders together. */
  readonly parts: number;
  readonly bytes: number;
  /** Parts instead, while anybody asks for more: of one sender, and of all together. */
  readonly inOverload: { readonly ofOne: number; readonly all: number; readonly assured: number };
  /**
   * A sender who has less than this under way is let in as long as there is less than twice as much as the bounds say; in overload
   * of its own, or of all together, less than the smaller figure.
   */
  readonly assured: number;
}

const mebibyte = 1024 * 1024;

/**
 * What many clients have under way when each waits for its answer is let in, as long as it fits. When it does not, to let in as
 * much as fits would make every answer late; then it is what keeps the database busy, and no more.
 */
export const workBounds: Readonly<Record<WorkKind, Bounds>> = {
  singles: { parts: 192, bytes: 16 * mebibyte, inOverload: { ofOne: 4, all: 8, assured: 2 }, assured: 8 },
  batches: {
    parts: 3_000,
    bytes: 16 * mebibyte,
    inOverload: { ofOne: 1_000, all: 2_000, assured: 1 },
    assured: 1,
  },
  // Each is read as fast as its reports are decided, beside the others and beside single reports as batches are.
  streams: {
    parts: 12,
    bytes: 64 * mebibyte,
    inOverload: { ofOne: 4, all: 8, assured: 1 },
    assured: 1,
  },
  reads: { parts: 96, bytes: mebibyte, inOverload: { ofOne: 16, all: 32, assured: 4 }, assured: 4 },
  // They wait for a position, and cost nothing meanwhile.
  waits: { parts: 384, bytes: mebibyte, inOverload: { ofOne: 256, all: 384, assured: 8 }, assured: 8 },
  changes: { parts: 96, bytes: 8 * mebibyte, inOverload: { ofOne: 16, all: 32, assured: 4 }, assured: 4 },
};
