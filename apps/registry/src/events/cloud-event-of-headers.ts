import type { IncomingHttpHeaders } from 'node:http';

const prefix = 'ce-';

const quoted = /^"((?:[^"\\]|\\.)*)"$/;

/** By the CloudEvents HTTP binding: quotes are taken off, then UTF-8 is percent-decoded; what cannot be decoded is taken as it is. */
const decoded = (value: string): string => {
  const text = quoted.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? value;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** CloudEvents binary mode: attributes from `ce-*` headers, data from the body. Undefined when there is no such header. */
export const cloudEventOfHeaders = (
  headers: IncomingHttpHeaders,
  data: unknown,
): Record<string, unknown> | undefined => {
  const attributes = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[0].startsWith(prefix) && typeof entry[1] === 'string',
  );
  if (attributes.length === 0) return undefined;
  return {
    ...Object.fromEntries(attributes.map(([name, value]) => [name.slice(prefix.length), decoded(value)])),
    datacontenttype: 'application/json',
    data,
  };
};
