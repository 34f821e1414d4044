import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { boundCursor } from './query-parameters.js';

/** For a page without scripts and with this style alone: it may load nothing, send nothing, and be framed by no page. */
export const stillPageHeaders = (style: string) => ({
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
});

/** Binds the cursor of the next page to the question, and adds `Link: …; rel="next"`. */
export const sendList = <Page extends { readonly next: string | null }>(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
): Page => {
  if (page.next === null) return page;
  const next = boundCursor(request, page.next);
  const url = new URL(request.url, 'http://registry.invalid');
  url.searchParams.set('cursor', next);
  reply.header('link', `<${url.pathname}${url.search}>; rel="next"`);
  return { ...page, next };
};
