import type { Principal } from '#access';
import { longestReport } from '#intake';

export const batchType = 'application/cloudevents-batch+json';

/** One report a line, for as long as the sender likes. */
export const streamType = 'application/x-ndjson';

/** A file of reports of one type, as a spreadsheet writes it. */
export const csvType = 'text/csv';

/** Whether a body of this type is read while it comes, by whoever takes the reports in it. */
export const isStreamed = (type: string): boolean => type === streamType || type === csvType;

/** Reports in a batch. */
export const mostReports = 1_000;

/** Longest body in bytes by content type; of others streams alone are read. */
export const bodyLimits = {
  'application/json': longestReport,
  'application/cloudevents+json': longestReport,
  [batchType]: 2 * 1024 * 1024,
} as const;

/** Of a stream each line has its limit, and the whole has none. */
export const bodyLimitOf = (type: string): number => {
  if (isStreamed(type)) return Infinity;
  return Object.hasOwn(bodyLimits, type) ? bodyLimits[type as keyof typeof bodyLimits] : 0;
};

/** Of whoever has no key yet: a key and what is around it. */
const strangersBytes = 1_024;

/** Longest body of a route, before it is read. */
export const bytesTaken = (type: string, access: 'public' | readonly string[]): number =>
  access === 'public' ? strangersBytes : bodyLimitOf(type);

/** Who is answerable for a request: the institution, with all of its keys, or the key of one that has none. */
export const senderOf = ({ institution, keyId }: Principal): string => institution ?? `key ${keyId}`;

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
