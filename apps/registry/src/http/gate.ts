import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyRing } from '#access';
import { problem } from '#problem-details';
import type { KeyUse } from '../keys/key-use.js';
import { bodyLimitOf } from './body-parsers.js';
import type { KnownPaths } from './known-paths.js';
import { sendProblem } from './problem-answer.js';
import { declarationOf, mediaTypeOf } from './request-checks.js';
import { notBuiltParameters } from './query-parameters.js';
import type { RouteDeclaration } from './route.js';

const otherCharset = /;\s*charset\s*=\s*"?(?!utf-8"?\s*(;|$))/i;

const spreadsheet = /text\/csv|application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet/;

const hasBody = (request: FastifyRequest): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? '0') > 0;

const asksForUnbuilt = (request: FastifyRequest, declaration: RouteDeclaration): boolean => {
  const query = request.query as Record<string, unknown>;
  return (
    (declaration.unbuiltTypes?.includes(mediaTypeOf(request)) ?? false) ||
    (declaration.query !== undefined && notBuiltParameters.some((name) => Object.hasOwn(query, name))) ||
    spreadsheet.test(request.headers.accept ?? '')
  );
};

/** The declared content type that the body has; `undefined` when the route does not take it. */
const takenType = (request: FastifyRequest, declaration: RouteDeclaration): string | undefined => {
  const type = mediaTypeOf(request);
  if (!declaration.body || !Object.hasOwn(declaration.body, type)) return undefined;
  if (otherCharset.test(request.headers['content-type'] ?? '')) return undefined;
  const encoding = request.headers['content-encoding'];
  return encoding === undefined || encoding === 'identity' ? type : undefined;
};

/** Whether a caller without a key may learn anything from this path. */
const isPublic = (request: FastifyRequest): boolean =>
  !request.is404 && declarationOf(request).access === 'public';

/**
 * What is answered before a body is read, in this order: 401, 404 (no such path), 405, 403, 501, 415, 413. An answer from
 * here says nothing about what exists to somebody who may not know.
 */
export const addGate = (server: FastifyInstance, keys: KeyRing, use: KeyUse, paths: KnownPaths): void => {
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isPublic(request) && !(request.is404 && paths.arePublic(request.url))) {
      const principal = await keys.authenticate(request.headers.authorization);
      if (!principal) return sendProblem(reply, problem('unauthenticated'), { 'www-authenticate': 'Bearer' });
      request.principal = principal;
      use.note(principal.keyId);
    }
    if (request.is404) {
      const allowed = paths.methodsOf(request.url);
      return allowed.length > 0
        ? sendProblem(reply, problem('method-not-allowed'), { allow: allowed.join(', ') })
        : sendProblem(reply, problem('not-found'));
    }
    const declaration = declarationOf(request);
    if (
      declaration.access !== 'public' &&
      !(request.principal && declaration.access.includes(request.principal.role))
    )
      return sendProblem(reply, problem('forbidden'));
    if (declaration.answers[501] !== undefined || asksForUnbuilt(request, declaration))
      return sendProblem(reply, problem('not-built'));
    if (declaration.body) {
      const type = takenType(request, declaration);
      if (type === undefined) return sendProblem(reply, problem('unsupported-media-type'));
      if (Number(request.headers['content-length'] ?? '0') > bodyLimitOf(type))
        return sendProblem(reply, problem('too-large', { outcome: 'not-recorded' }), { connection: 'close' });
    } else if (hasBody(request)) {
      return sendProblem(reply, problem('unsupported-media-type'));
    }
    return undefined;
  });
};
