const firstPauseMs = 50;
const longestPauseMs = 2_000;
/** A database that says that it is full is not asked again at once: what it writes in vain may end it. */
const fullPauseMs = 10_000;

/** How long a follower waits before it tries again, in milliseconds. `before`: setbacks since it last applied something. */
export const setbackPauseMs = (before: number, isFull: boolean): number =>
  isFull ? fullPauseMs : Math.min(firstPauseMs * 2 ** before, longestPauseMs);
