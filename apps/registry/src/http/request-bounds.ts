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
