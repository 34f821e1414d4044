import { describe, expect, it } from '@jest/globals';
import { isKnownToCaller, publishedDocument } from './published-pages.server.js';

const document = publishedDocument('text/plain', 'text');

describe('a published document', () => {
  it('has a strong tag of its bytes', () => {
    expect(document.etag).toMatch(/^"[\w-]{43}"$/);
    expect(publishedDocument('text/plain', 'text').etag).toBe(document.etag);
    expect(publishedDocument('text/plain', 'Text').etag).not.toBe(document.etag);
  });

  it.each([document.etag, `W/${document.etag}`, `"other", ${document.etag}`, '*'])(
    'is known to who names %s',
    (tag) => {
      expect(isKnownToCaller(tag, document)).toBe(true);
    },
  );

  it.each([undefined, '', '"other"', document.etag.slice(1, -1), `"${document.etag}"`])(
    'and not to who names %s',
    (tag) => {
      expect(isKnownToCaller(tag, document)).toBe(false);
    },
  );
});
