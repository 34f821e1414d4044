import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, shanghaiDay } from '#calendar';
import { type Problem, problem } from '#problem-details';
import type { KeyUse } from '../keys/keys.controller.js';
import { unsupportedBody } from './content-types.js';
import type { Admission } from './admission.js';
import { bytesTaken, type WorkKind } from './request-bounds.js';
import { admitRequest } from './admission.server.js';
import { awaitFault } from './await-position.js';
import { type Callers, callsBySession, isFromOwnPage } from './callers.query.js';
import type { ConnectionBounds } from './connection-bounds.js';
import type { KnownPaths } from './request-path.js';
import { sendProblem, withOutcome } from './problem-answer.js';
import { isStopping, noRoom, otherOrigin, PacedRefusals, tooLong, tooMany } from './paced-refusals.js';
import { rateHeaders, type RateLimit, retryAfter } from './rate-limit.js';
import { pathFault, type RouteDeclaration } from './route-declaration.js';
import { declarationOf, isReading, mediaTypeOf, queryFault } from './request-checks.controller.js';
import { notBuiltParameters } from './query-parameters.js';
import { residentNumberFault } from './resident-number-asked.js';
import { timeSlices } from './time-slices.js';
import { WaitingRequests } from './waiting-requests.js';
import { sendUnread } from './unread-body.js';

const asksForUnbuilt = (request: FastifyRequest, declaration: RouteDeclaration): boolean => {
  const query = request.query as Record<string, unknown>;
  const isUnbuilt = (name: string): boolean =>
    Object.hasOwn(query, name) && !Object.hasOwn(declaration.query?.shape ?? {}, name);
  return declaration.query !== undefined && notBuiltParameters.some(isUnbuilt);
};

/** Whether a bank asks for other figures than its own, on a route where it must name its institution. */
const isOutOfBounds = ({ query, principal }: FastifyRequest, { ownInstitution }: RouteDeclaration): boolean =>
  ownInstitution === true &&
  principal?.role === 'bank' &&
  (query as { readonly institution?: unknown }).institution !== principal.institution;

/** Whether a caller without a key may learn anything from this path. */
const isPublic = (request: FastifyRequest): boolean =>
  !request.is404 && declarationOf(request).access === 'public';

const isHealthCheck = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url === '/healthz';

/** Headers of which a request has at most one value. With two different ones it would be unclear who asks what. */
const singular = ['host', 'authorization', 'content-type', 'content-length'];

/** What makes the headers ambiguous or unusable; undefined when nothing does. */
const malformedHeader = ({ raw, headers }: FastifyRequest): string | undefined => {
  if (raw.httpVersion === '1.1' && headers.host === undefined) return 'HTTP/1.1 asks for a Host header.';
  // The usual case, checked without a set: as many names as fields, so none is given twice.
  const isEachOnce = raw.rawHeaders.length === 2 * Object.keys(raw.headers).length;
  const twice = isEachOnce ? undefined : singular.find((name) => new Set(raw.headersDistinct[name]).size > 1);
  if (twice !== undefined) return `The header ${twice} is given twice, with different values.`;
  const coding = headers['transfer-encoding'];
  return coding === undefined || coding.toLowerCase() === 'chunked'
    ? undefined
    : 'Of transfer codings only chunked is taken.';
};

/** `Retry-After`, in seconds, by kind of work: by then some of it has ended. */
const roomAfterS = {
  singles: '1',
  batches: '2',
  streams: '5',
  reads: '1',
  waits: '1',
  changes: '1',
} as const;

interface GateParts {
  readonly clock: Clock;
  readonly callers: Callers;
  readonly use: KeyUse;
  readonly paths: KnownPaths;
  readonly admission: Admission;
  readonly connections: ConnectionBounds;
  /** Requests a second by key; absent: unlimited. */
  readonly rateLimit?: RateLimit;
  /** Called for every request that was refused for want of room. */
  readonly onTurnedAway: (kind: WorkKind | 'connections') => void;
}

/**
 * The checks before a body is read, in this order: 401, 429, 404 (no such path), 405, 403, 501, 415, 413, 400, and at last 503 where there
 * is no room for more work. No answer from here discloses what exists to a caller who may not know.
 */
export const addGate = (
  server: FastifyInstance,
  { clock, callers, use, paths, admission, connections, rateLimit, onTurnedAway }: GateParts,
): void => {
  // `Expect` other than 100-continue is ignored: the request is answered as any other.
  server.server.on('checkExpectation', (...exchange) => server.server.emit('request', ...exchange));
  const refusals = new PacedRefusals();
  const [waitingToRead, waitingToWrite] = [new WaitingRequests(), new WaitingRequests()];
  server.decorateRequest('today', '');
  let isServing = true;
  server.addHook('preClose', async () => {
    isServing = false;
  });
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    request.today = shanghaiDay(clock.now());
    const { authorization = request.headers.cookie ?? '' } = request.headers;
    const cameAt = connections.cameAt(request);
    if (!isServing) return sendUnread(request, reply, withOutcome(isStopping, declarationOf(request)));
    // Requests that arrive in one turn of the event loop share it in time slices, round-robin by the credentials that they present; health
    // checks do not wait. The caller is not authenticated yet, so this queue is separate from those of admitted work.
    const waiting = isReading(request) ? waitingToRead : waitingToWrite;
    waiting.comes(authorization);
    if (!isHealthCheck(request)) await timeSlices.pause(`asks ${authorization}`);
    waiting.goes(authorization);
    const malformed = malformedHeader(request);
    if (malformed !== undefined) return sendProblem(reply, problem('invalid-request', { detail: malformed }));
    if (connections.isBeyond(request)) {
      reply.header('connection', 'close');
      if (!isPublic(request)) {
        onTurnedAway('connections');
        return sendUnread(request, reply, withOutcome(noRoom('connections'), declarationOf(request)));
      }
    }
    if (!isPublic(request) && !(request.is404 && paths.arePublic(request.url))) {
      const principal = await callers.authenticate(request.headers);
      if (!principal) return sendProblem(reply, problem('unauthenticated'), { 'www-authenticate': 'Bearer' });
      request.principal = principal;
      use.note(principal.keyId);
      waiting.letPass(authorization);
      const taken = rateLimit?.take(principal.keyId, cameAt);
      if (rateLimit && taken) reply.headers(rateHeaders(rateLimit, taken));
      if (taken?.isWithin === false)
        return sendUnread(request, reply, withOutcome(tooMany, declarationOf(request)), {
          'retry-after': retryAfter(taken),
        });
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
    if (callsBySession(request.headers) && !isReading(request) && !isFromOwnPage(request.headers))
      return refuse(otherOrigin);
    if (declaration.answers[501] !== undefined || asksForUnbuilt(request, declaration))
      return refuse(problem('not-built'));
    const unsupported = unsupportedBody(request, declaration);
    if (unsupported) return refuse(unsupported.problem, unsupported.headers);
    if (
      declaration.body &&
      Number(request.headers['content-length'] ?? '0') > bytesTaken(mediaTypeOf(request), declaration.access)
    )
      return sendUnread(
        request,
        reply,
        withOutcome(
          tooLong(mediaTypeOf(request), bytesTaken(mediaTypeOf(request), declaration.access)),
          declaration,
        ),
      );
    const fault =
      (declaration.access === 'public'
        ? undefined
        : (queryFault(request, declaration) ??
          residentNumberFault(request, declaration) ??
          (declaration.awaits ? awaitFault(request.headers) : undefined))) ??
      pathFault(declaration.path, request.params);
    if (fault) return refuse(fault);
    if (!request.principal) return undefined;
    const asked = { cameAt, waiting: { own: waiting.of(authorization), all: waiting.all } };
    const admitted = await admitRequest({ admission, refusals, ...asked }, request, reply, request.principal);
    if (admitted === 'admitted') return undefined;
    onTurnedAway(admitted);
    return sendUnread(request, reply, withOutcome(noRoom('work'), declaration), {
      'retry-after': roomAfterS[admitted],
    });
  });
};
