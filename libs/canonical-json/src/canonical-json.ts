import { hash } from 'node:crypto';

/*
 * Canonical JSON (JCS, RFC 8785): members sorted by UTF-16 code units, numbers as in ECMAScript, strings with the shortest escapes, no
 * white space. Digests are made of this text, so a value that JSON cannot express is an error and never a silently missing member.
 */

/** Text that needs no escaping and holds no surrogates, as most names and values of reports. */
const plainText = /^[ !#-[\]-~]*$/;

const loneSurrogate = /\p{Surrogate}/u;

const text = (value: string): string => {
  if (plainText.test(value)) return `"${value}"`;
  if (loneSurrogate.test(value)) throw new TypeError('canonical JSON has no form for a lone surrogate');
  return JSON.stringify(value);
};

/** Not compared with `Object.prototype`, so that plain objects of another realm are accepted. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const composed = (value: object): string => {
  let members = '';
  if (Array.isArray(value)) {
    // `for of` visits holes too, which are an error.
    for (const item of value) members += `${members === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${members}]`;
  }
  if (!isPlain(value)) throw new TypeError('canonical JSON takes plain objects and arrays only');
  for (const name of Object.keys(value).sort())
    members += `${members === '' ? '' : ','}${text(name)}:${canonicalJson((value as Record<string, unknown>)[name])}`;
  return `{${members}}`;
};

/**
 * The RFC 8785 text of a JSON value: null, booleans, finite numbers, well-formed strings, arrays and plain objects of these. `toJSON` is
 * not called. Recursive: input from outside has a bounded depth (`parseStrictJson`).
 *
 * @throws TypeError for anything else, also deep inside: undefined, a bigint, NaN, a lone surrogate, a Date, a Map …
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'object') return composed(value);
  throw new TypeError(
    `canonical JSON has no form for ${typeof value === 'number' ? 'this number' : typeof value}`,
  );
};

/** SHA-256 of bytes, or of a text's UTF-8, as 64 hex digits in lower case. */
export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
