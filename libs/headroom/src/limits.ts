import type { HeadroomLimits } from './headroom.js';

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
