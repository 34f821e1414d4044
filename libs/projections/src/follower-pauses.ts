/**
 * From the start of one round to the next, at least. A round costs the same transaction for one fact as for a hundred: reports that
 * come one by one would else cost the database more than recording them does. A fact that comes after a lull is applied at once.
 */
const beatMs = 100;
/** Where rounds take long the machine is busy with what cannot wait: each is followed by a rest of three times its time, up to this. */
const longestRestMs = 400;

/** How long a follower rests after a round that took so long, in milliseconds. */
export const restAfterMs = (tookMs: number): number =>
  Math.min(Math.max(beatMs - tookMs, 3 * tookMs), longestRestMs);

/** A database that says that it is full is not asked again at once: what it writes in vain may end it. */
const fullPauseMs = 10_000;

/** How long a follower waits at least before it tries again, however few its setbacks. */
export const atLeastMs = (isFull: boolean): number => (isFull ? fullPauseMs : 0);
