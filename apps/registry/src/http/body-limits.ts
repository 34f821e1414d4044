export const batchType = 'application/cloudevents-batch+json';

/** Longest report in bytes, alone and in a batch. */
export const longestReport = 64 * 1024;

/** Reports in a batch. */
export const mostReports = 1_000;

/** Longest body in bytes by content type; no other type is read. */
export const bodyLimits = {
  'application/json': longestReport,
  'application/cloudevents+json': longestReport,
  [batchType]: 2 * 1024 * 1024,
} as const;

export const bodyLimitOf = (type: string): number =>
  Object.hasOwn(bodyLimits, type) ? bodyLimits[type as keyof typeof bodyLimits] : 0;
