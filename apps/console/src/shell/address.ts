import type { Search } from '../http/search-text.js';

const otherNames: Readonly<Record<string, string>> = { effectiveAsOf: 'asOf', knownAt: 'known' };

/** Parameters of an address of which the page made nothing, or something else. */
export const leftOut = (asked: Search, view: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(asked).flatMap(([name, value]) => {
    if (value === undefined || value === '' || name === 'lang') return [];
    return view[otherNames[name] ?? name] === value ? [] : [`${name}=${value}`];
  });
