import { namesInRegistry, type Search } from '../http/search-text.js';

/** Parameters of an address of which the page made nothing, or something else. */
export const leftOut = (asked: Search, view: object): readonly string[] => {
  const understood = new Map<string, unknown>(Object.entries(view));
  return Object.entries(asked).flatMap(([name, value]) => {
    if (value === undefined || value === '' || name === 'lang') return [];
    return understood.get(namesInRegistry.get(name) ?? name) === value ? [] : [`${name}=${value}`];
  });
};
