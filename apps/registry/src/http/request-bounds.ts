import type { Principal } from '#access';
import { longestReport } from '#intake';

export const batchType = 'application/cloudevents-batch+json';

/** NDJSON: one report a line, a stream of any length. */
export const streamType = 'application/x-ndjson';

/** A file of reports of one type, as a spreadsheet writes it. */
export const csvType = 'text/csv';

/** Whether a body of this type is read as a stream by its handler, and not parsed as a whole beforehand. */
export const isStreamed = (type: string): boolean => type === streamType || type === csvType;

/** Reports in a batch. */
export const mostReports = 1_000;

/** Longest body in bytes, for the content types that are parsed as a whole. */
export const bodyLimits = {
  'application/json': longestReport,
  'application/cloudevents+json': longestReport,
  [batchType]: 2 * 1024 * 1024,
} as const;

/** Longest body in bytes; 0 for unknown types. A stream has no limit as a whole, but each of its lines has. */
export const bodyLimitOf = (type: string): number => {
  if (isStreamed(type)) return Infinity;
  return Object.hasOwn(bodyLimits, type) ? bodyLimits[type as keyof typeof bodyLimits] : 0;
};

/** Longest body on a public route, which takes a key and little else. */
const publicBytes = 1_024;

/** Longest body in bytes that a route takes. */
export const bytesTaken = (
  type: string,
  {
    access,
    mostBytes = Infinity,
  }: { readonly access: 'public' | readonly string[]; readonly mostBytes?: number },
): number => Math.min(access === 'public' ? publicBytes : bodyLimitOf(type), mostBytes);

/** Whose load a request counts as: the institution's, over all of its keys, or the key's where it has no institution. */
export const senderOf = ({ institution, keyId }: Principal): string => institution ?? `key ${keyId}`;

/* Admission control: how much of each kind of work may be under way in one process. */

/** Each kind has bounds of its own, so that no kind takes the room of another (bulkheads). */
export const workKinds = ['singles', 'batches', 'streams', 'reads', 'waits', 'changes'] as const;
export type WorkKind = (typeof workKinds)[number];

/** Kinds of work that record facts. */
export const recordingKinds = ['singles', 'batches', 'streams'] as const satisfies readonly WorkKind[];

export interface Bounds {
  /** Under way at once, over all senders. */
  readonly parts: number;
  readonly bytes: number;
  /** Bounds in parts while demand exceeds the bounds above: of one sender, over all senders, and assured to each sender. */
  readonly inOverload: { readonly ofOne: number; readonly all: number; readonly assured: number };
  /**
   * Parts assured to each sender: one that has less under way is admitted beyond the bounds, up to twice the bounds over all senders. While
   * the sender itself or all senders together are in overload, `inOverload.assured` applies.
   */
  readonly assured: number;
}

const mebibyte = 1024 * 1024;

/**
 * Normally the bounds admit what many clients have under way that each wait for an answer. When demand exceeds them, admitting as much would
 * only lengthen the queue and delay every answer; then the smaller bounds admit what keeps the database busy, and no more.
 */
export const workBounds: Readonly<Record<WorkKind, Bounds>> = {
  singles: { parts: 192, bytes: 16 * mebibyte, inOverload: { ofOne: 4, all: 8, assured: 2 }, assured: 8 },
  batches: {
    parts: 3_000,
    bytes: 16 * mebibyte,
    inOverload: { ofOne: 1_000, all: 2_000, assured: 1 },
    assured: 1,
  },
  // Each stream is read as fast as its reports are decided (back-pressure).
  streams: {
    parts: 12,
    bytes: 64 * mebibyte,
    inOverload: { ofOne: 4, all: 8, assured: 1 },
    assured: 1,
  },
  reads: { parts: 96, bytes: mebibyte, inOverload: { ofOne: 16, all: 32, assured: 4 }, assured: 4 },
  // They wait for a position, and cost next to nothing meanwhile.
  waits: { parts: 384, bytes: mebibyte, inOverload: { ofOne: 256, all: 384, assured: 8 }, assured: 8 },
  changes: { parts: 96, bytes: 8 * mebibyte, inOverload: { ofOne: 16, all: 32, assured: 4 }, assured: 4 },
};
