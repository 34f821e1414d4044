/**
 * Least time from the start of one round to the next. A round costs the same transaction for one fact as for a hundred, so a round for each
 * report would cost the database more than recording it does. A fact after a pause is applied at once.
 */
const beatMs = 100;
/** A long round means a busy machine. So the follower rests twice as long as the round took, up to this. */
const longestRestMs = 400;

/** How long a follower rests after a round that took so long, in milliseconds. */
export const restAfterMs = (tookMs: number): number =>
  Math.min(Math.max(beatMs - tookMs, 2 * tookMs), longestRestMs);

/** A full database is not asked again at once, since failed writes may use its last bytes. */
const fullPauseMs = 10_000;

/** Least time before a follower tries again after an error. */
export const atLeastMs = (isFull: boolean): number => (isFull ? fullPauseMs : 0);
