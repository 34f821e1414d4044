import { RegistryProblem } from './registry.client.js';

/** Refusals that may pass by themselves: the session that ended is begun anew, the others are of the moment. */
const passing = [401, 408, 429];

/** Whether the same question would be refused again, however often it is asked. */
export const isLasting = (error: unknown): boolean =>
  error instanceof RegistryProblem &&
  error.status >= 400 &&
  error.status < 500 &&
  !passing.includes(error.status);

/** What is known now is asked for again and again, unless it is refused for good. */
export const askedEvery =
  (againMs: number | false) =>
  ({ state: { error } }: { readonly state: { readonly error: Error | null } }): number | false =>
    isLasting(error) ? false : againMs;
