import { jsonFault } from './json-faults.js';

export interface StrictJsonLimits {
  /** Objects and arrays inside each other: `[]` is 1 deep, `[{}]` 2. */
  readonly maxDepth: number;
}

/** `reason` is a clause to put behind a colon and repeats nothing of the text. */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

const refused = (reason: string): StrictJson => ({ ok: false, reason });

/**
 * `JSON.parse` for what strangers send. Refused besides what is no JSON: a leading byte-order mark, deeper nesting than allowed,
 * numbers beyond ±(2^53 − 1), and strings or member names with U+0000 or a lone surrogate, written out or as an escape, also in
 * a member that a later one of the same name replaces. Of members of one name the last counts. A member `__proto__` is an own
 * property like any other; it changes no prototype, and the schema refuses it as unknown.
 */
export const parseStrictJson = (text: string, { maxDepth }: StrictJsonLimits): StrictJson => {
  const fault = jsonFault(text, maxDepth);
  if (fault !== undefined) return refused(fault);
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the text.
    return refused('it is not well-formed JSON');
  }
};
