/*
 * Nothing that decides asks for the time; whoever calls it does, through a clock that can be stopped. A class, because Nest needs
 * a value to inject by; any object with `now` will do for it.
 */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  abstract now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Stands still, for tests and for deciding "as if". */
export const fixedClock = (ms: number): Clock => ({ now: () => ms });
