import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyRing } from '#access';
import { type Problem, problem } from '#problem-details';
import { prefersSpreadsheet } from './accepted-type.js';
import type { KeyUse } from '../keys/key-use.js';
import { awaitFault } from './await-position.js';
import { bodyLimitOf } from './body-parsers.js';
import type { KnownPaths } from './known-paths.js';
import { sendProblem, withOutcome } from './problem-answer.js';
import { pathFault } from './path-parameters.js';
import { declarationOf, mediaTypeOf, queryFault } from './request-checks.js';
import { notBuiltParameters } from './query-parameters.js';
import { residentNumberFault } from './resident-number-asked.js';
import { isList, type RouteDeclaration } from './route.js';
import { unsupportedBody } from './unsupported-body.js';

const asksForUnbuilt = (request: FastifyRequest, declaration: RouteDeclaration): boolean => {
  const query = request.query as Record<string, unknown>;
  return (
    (declaration.unbuiltTypes?.includes(mediaTypeOf(request)) ?? false) ||
    (declaration.query !== undefined && notBuiltParameters.some((name) => Object.hasOwn(query, name))) ||
    // Lists have spreadsheets beside JSON; a single thing has none to ask for.
    (isList(declaration) && prefersSpreadsheet(request.headers.accept))
  );
};

/** Whether a bank asks for figures that are not its own, on a route where it must name itself. */
const isOutOfBounds = ({ query, principal }: FastifyRequest, { ownInstitution }: RouteDeclaration): boolean =>
  ownInstitution === true &&
  principal?.role === 'bank' &&
  (query as { readonly institution?: unknown }).institution !== principal.institution;

/** Whether a caller without a key may learn anything from this path. */
const isPublic = (request: FastifyRequest): boolean =>
  !request.is404 && declarationOf(request).access === 'public';

/**
 * What is answered before a body is read, in this order: 401, 404 (no such path), 405, 403, 501, 415, 413, 400. An answer from
 * here says nothing about what exists to somebody who may not know.
 */
export const addGate = (server: FastifyInstance, keys: KeyRing, use: KeyUse, paths: KnownPaths): void => {
  // What a client expects beyond this is not known here, and nothing is promised.
  server.server.on('checkExpectation', (...exchange) => server.server.emit('request', ...exchange));
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined)
      return sendProblem(reply, problem('invalid-request', { detail: 'HTTP/1.1 asks for a Host header.' }));
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
    const refuse = (found: Problem, headers: Readonly<Record<string, string>> = {}): FastifyReply =>
      sendProblem(reply, withOutcome(found, declaration), headers);
    if (
      declaration.access !== 'public' &&
      (!request.principal ||
        !declaration.access.includes(request.principal.role) ||
        isOutOfBounds(request, declaration))
    )
      return refuse(problem('forbidden'));
    if (declaration.answers[501] !== undefined || asksForUnbuilt(request, declaration))
      return refuse(problem('not-built'));
    const unsupported = unsupportedBody(request, declaration);
    if (unsupported) return refuse(unsupported.problem, unsupported.headers);
    if (
      declaration.body &&
      Number(request.headers['content-length'] ?? '0') > bodyLimitOf(mediaTypeOf(request))
    )
      return refuse(problem('too-large'), { connection: 'close' });
    const fault =
      (declaration.access === 'public'
        ? undefined
        : (queryFault(request, declaration) ??
          residentNumberFault(request, declaration) ??
          (declaration.awaits ? awaitFault(request.headers) : undefined))) ??
      pathFault(declaration.path, request.params);
    return fault && refuse(fault);
  });
};
