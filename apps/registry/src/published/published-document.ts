import { createHash } from 'node:crypto';

/** Bytes that stay the same for as long as this process lives, with what names them. */
export interface PublishedDocument {
  readonly bytes: Buffer;
  readonly type: string;
  /** Strong (RFC 9110, 8.8.1): another text has another one. */
  readonly etag: string;
}

export const publishedDocument = (type: string, text: string): PublishedDocument => {
  const bytes = Buffer.from(text);
  return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
};

/** Whether the caller has it already: `If-None-Match` compares weakly (RFC 9110, 13.1.2). */
export const isKnownToCaller = (ifNoneMatch: string | undefined, { etag }: PublishedDocument): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));
