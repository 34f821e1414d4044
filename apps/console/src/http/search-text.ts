/** Parameters as they stand in the address: plain text, each once. */
export type Search = Readonly<Record<string, string | undefined>>;

/** Both axes of time are taken under the registry's own names as well. */
export const parseSearch = (text: string): Search => {
  const { effectiveAsOf, knownAt, ...search }: Search = Object.fromEntries(new URLSearchParams(text));
  return {
    ...(effectiveAsOf === undefined ? {} : { asOf: effectiveAsOf }),
    ...(knownAt === undefined ? {} : { known: knownAt }),
    ...search,
  };
};

export const stringifySearch = (search: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  const text = new URLSearchParams(given).toString();
  return text === '' ? '' : `?${text}`;
};
