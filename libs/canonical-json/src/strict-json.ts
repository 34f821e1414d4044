import { type Extent, JsonScan, type StrictJsonLimits } from './json-scan.js';
import { notWellFormed } from './json-tokens.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that the bytes are in UTF-8, a byte-order mark kept; undefined when they are none. */
export const utf8Text = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** `reason` is a clause to put behind a colon and repeats nothing of the text. */
type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Of a text that the scan found to be JSON. */
const parsed = (text: string): StrictJson => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the text.
    return { ok: false, reason: notWellFormed };
  }
};

/**
 * `JSON.parse` for what strangers send. Refused besides what is no JSON: a leading byte-order mark, deeper nesting than allowed,
 * numbers beyond ±(2^53 − 1), and strings or member names with U+0000 or a lone surrogate, written out or as an escape, also in
 * a member that a later one of the same name replaces. Of members of one name the last counts. A member `__proto__` is an own
 * property like any other; it changes no prototype, and the schema refuses it as unknown.
 */
export const parseStrictJson = (text: string, limits: StrictJsonLimits): StrictJson => {
  const scan = new JsonScan(text, limits);
  scan.advance(text.length);
  return scan.fault === undefined ? parsed(text) : { ok: false, reason: scan.fault };
};

interface StrictJsonArrayLimits extends StrictJsonLimits {
  readonly maxElements: number;
  /** Of one element as it stands in the text, from its first to its last byte. */
  readonly maxElementBytes: number;
  /** The member by which an element is named that is too large to be parsed. */
  readonly naming: string;
}

/**
 * One of many things that stand for themselves. It is parsed when it is asked for, so that no more than its text is kept until then.
 * One that is too large is known by its name alone: the text of that member, undefined where it is none.
 */
export type StrictJsonElement =
  | { readonly is: 'json'; readonly value: () => unknown }
  | { readonly is: 'too-large'; readonly name: string | undefined }
  /** `reason` as of `StrictJson`; in an array nothing is, since all of it would be. */
  | { readonly is: 'not-json'; readonly reason: string };

export type StrictJsonArray =
  | { readonly outcome: 'array'; readonly elements: readonly StrictJsonElement[] }
  | { readonly outcome: 'no-array' }
  | { readonly outcome: 'too-many' }
  | { readonly outcome: 'not-json'; readonly reason: string };

/** Characters between two chances to do something else. */
const stride = 64 * 1024;

/** The text of a string token; a name that is long names nothing. */
const nameOf = (text: string, { member }: Extent): string | undefined => {
  if (!member || member.end - member.start > 8 * 1024) return undefined;
  const name: unknown = JSON.parse(text.slice(member.start, member.end));
  return typeof name === 'string' ? name : undefined;
};

const elementOf = (text: string, extent: Extent, limits: StrictJsonArrayLimits): StrictJsonElement => {
  const element = text.slice(extent.start, extent.end);
  return Buffer.byteLength(element) > limits.maxElementBytes
    ? { is: 'too-large', name: nameOf(text, extent) }
    : { is: 'json', value: (): unknown => JSON.parse(element) };
};

/**
 * As `parseStrictJson`, for a document that is an array of things which stand for themselves: each is measured by the bytes that
 * it takes up, and can be parsed alone. A generator, since this may take long: wherever it yields, the caller may do something else first.
 * Of an array with too many elements no more is read than it takes to know that.
 */
export function* parseStrictJsonArray(
  text: string,
  limits: StrictJsonArrayLimits,
): Generator<undefined, StrictJsonArray, undefined> {
  const scan = new JsonScan(text, limits, limits.naming);
  while (scan.advance(stride)) {
    if (scan.isArray && scan.elements.length > limits.maxElements) return { outcome: 'too-many' };
    yield;
  }
  if (scan.fault !== undefined) return { outcome: 'not-json', reason: scan.fault };
  if (!scan.isArray) return { outcome: 'no-array' };
  if (scan.elements.length > limits.maxElements) return { outcome: 'too-many' };
  return { outcome: 'array', elements: scan.elements.map((extent) => elementOf(text, extent, limits)) };
}
