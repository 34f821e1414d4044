import { type Extent, JsonScan, type StrictJsonLimits } from './json-scan.js';
import { notWellFormed } from './json-tokens.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8 and keeps a byte-order mark; undefined for invalid bytes. */
export const utf8Text = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

/** `reason`: a clause to follow a colon, which repeats no part of the text. */
type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Parses a text that the scan has accepted. */
const parsed = (text: string): StrictJson => {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    // The parser's message quotes the text, so it is dropped.
    return { ok: false, reason: notWellFormed };
  }
};

/**
 * `JSON.parse` for untrusted input. In addition to malformed JSON it refuses a byte-order mark, nesting beyond the limit, numbers beyond
 * ±(2^53 − 1), and strings or member names with U+0000 or a lone surrogate, escaped or not, even in a member that a later one of the
 * same name replaces. Of members with the same name the last counts. A member `__proto__` becomes an own property, which schemas refuse.
 */
export const parseStrictJson = (text: string, limits: StrictJsonLimits): StrictJson => {
  const scan = new JsonScan(text, limits);
  scan.advance(text.length);
  return scan.fault === undefined ? parsed(text) : { ok: false, reason: scan.fault };
};

interface StrictJsonArrayLimits extends StrictJsonLimits {
  readonly maxElements: number;
  /** Longest element in bytes of its text. */
  readonly maxElementBytes: number;
  /** The member that names an element which is too large to be parsed. */
  readonly naming: string;
}

/**
 * An element of an array, parsed on demand, so that only its text is kept until then. Of an element that is too large only the name is
 * given: the text of that member, undefined where it has none.
 */
export type StrictJsonElement =
  | { readonly is: 'json'; readonly value: () => unknown }
  | { readonly is: 'too-large'; readonly name: string | undefined }
  /** As in `StrictJson`; never for an element of an array, since then the whole array is no JSON. */
  | { readonly is: 'not-json'; readonly reason: string };

export type StrictJsonArray =
  | { readonly outcome: 'array'; readonly elements: readonly StrictJsonElement[] }
  | { readonly outcome: 'no-array' }
  | { readonly outcome: 'too-many' }
  | { readonly outcome: 'not-json'; readonly reason: string };

/** Characters that are scanned between two yields. */
const stride = 64 * 1024;

/** The name of an element; undefined where the member is no string, or too long. */
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
 * As `parseStrictJson`, for an array of independent elements: each is measured in bytes, and parsed on demand. A generator that yields
 * between steps, so that the caller can do other work meanwhile. Scanning stops at the first element that is one too many.
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
