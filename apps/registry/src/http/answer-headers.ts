import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/* Security headers. */

/** Forbids browsers to guess another content type. Set on the raw answer, so that answers written past Fastify have it too. */
export const typedAnswers = { 'x-content-type-options': 'nosniff' } as const;

export const addAnswerHeaders = (server: FastifyInstance): void => {
  server.addHook('onRequest', async (_, { raw }) => {
    for (const [name, value] of Object.entries(typedAnswers)) raw.setHeader(name, value);
  });
};

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
