/** Parameters as they stand in the address: plain text, each once. */
export type Search = Readonly<Record<string, string | undefined>>;

/** Both axes of time are taken under the registry's own names as well. */
export const namesInRegistry: ReadonlyMap<string, string> = new Map([
  ['effectiveAsOf', 'asOf'],
  ['knownAt', 'known'],
]);

export const parseSearch = (text: string): Search => {
  const given = [...new URLSearchParams(text)];
  const translated = given.flatMap(([name, value]) => {
    const own = namesInRegistry.get(name);
    return own === undefined ? [] : [[own, value] as const];
  });
  return Object.fromEntries([...translated, ...given.filter(([name]) => !namesInRegistry.has(name))]);
};

export const stringifySearch = (search: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  const text = new URLSearchParams(given).toString();
  return text === '' ? '' : `?${text}`;
};
