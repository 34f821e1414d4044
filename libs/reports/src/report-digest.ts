import { canonicalJson, sha256Hex } from '#canonical-json';

/** Tags are a set: their order is no content. Also inside a replacement. */
const withTagsSorted = (data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...data,
  ...(Array.isArray(data.tags) ? { tags: [...data.tags].sort() } : {}),
});

/** SHA-256 (hex) of the RFC 8785 form of `{ type, subject, data }`: what makes two reports the same. */
export const reportDigest = (type: string, subject: string, data: object): string =>
  sha256Hex(canonicalJson({ type, subject, data: withTagsSorted(data as Record<string, unknown>) }));
