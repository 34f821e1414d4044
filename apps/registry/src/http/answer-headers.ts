import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/* What browsers are told beside every answer, so that what is shown does only what it is for. */

/** Nothing is taken for another type than it says. In the raw answer, so that it is also on what is written past Fastify. */
export const typedAnswers = { 'x-content-type-options': 'nosniff' } as const;

export const addAnswerHeaders = (server: FastifyInstance): void => {
  server.addHook('onRequest', async (_, { raw }) => {
    for (const [name, value] of Object.entries(typedAnswers)) raw.setHeader(name, value);
  });
};

/** Of a page without scripts, with this style alone: it loads nothing, sends nothing, and stands in nobody's frame. */
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
