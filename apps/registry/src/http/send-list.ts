import type { FastifyReply, FastifyRequest } from 'fastify';
import { boundCursor } from './query-parameters.js';

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
