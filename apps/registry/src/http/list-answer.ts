import type { FastifyReply, FastifyRequest } from 'fastify';

/** A page, with `Link: …; rel="next"` when there is one more. */
export const sendList = <Page extends { readonly next: string | null }>(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
): Page => {
  if (page.next !== null) {
    const url = new URL(request.url, 'http://registry.invalid');
    url.searchParams.set('cursor', page.next);
    reply.header('link', `<${url.pathname}${url.search}>; rel="next"`);
  }
  return page;
};
