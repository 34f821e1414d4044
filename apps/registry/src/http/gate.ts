import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Clock, shanghaiDay } from '#calendar';
import { problem } from '#problem-details';
import type { Admission } from './admission.js';
import { admitRequest } from './admission.server.js';
import type { Callers, KeyUse } from './callers.query.js';
import type { ConnectionBounds } from './connection-bounds.js';
import { isStopping, noRoom, PacedRefusals, tooMany, sendUnread } from './early-refusals.js';
import { looksForPage, sendNothingHere } from './nothing-here.js';
import { sendProblem, withOutcome } from './problem-answer.js';
import { rateHeaders, type RateLimit, retryAfter } from './rate-limit.js';
import type { WorkKind } from './request-bounds.js';
import { declarationOf, isReading } from './request-checks.controller.js';
import type { KnownPaths } from './request-path.js';
import { isPublic, malformedHeader, noSuchRoute, type Refusal, refusedByRoute } from './request-refusals.js';
import { timeSlices } from './time-slices.js';
import { WaitingRequests } from './request-counts.js';

const isHealthCheck = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url === '/healthz';

/** `Retry-After`, in seconds, by kind of work: by then some of it has ended. */
const retryAfterS = {
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

const send = (
  request: FastifyRequest,
  reply: FastifyReply,
  { problem: found, headers, drainsBody }: Refusal,
): FastifyReply =>
  drainsBody ? sendUnread(request, reply, found, headers) : sendProblem(reply, found, headers);

/** Whether a browser looks for a page at a path that has nothing, by any method. */
const isLostInBrowser = (request: FastifyRequest, paths: KnownPaths): boolean =>
  request.is404 && looksForPage(request) && paths.methodsOf(request.url).length === 0;

/** Counts a request against the limit of its key. The answer carries the limit's headers in any case. */
const refusedByRate = (
  rateLimit: RateLimit,
  keyId: string,
  arrivedAtMs: number,
  reply: FastifyReply,
): Refusal | undefined => {
  const taken = rateLimit.take(keyId, arrivedAtMs);
  reply.headers(rateHeaders(rateLimit, taken));
  return taken.isWithin
    ? undefined
    : { problem: tooMany, headers: { 'retry-after': retryAfter(taken) }, drainsBody: true };
};

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
  const [waitingReads, waitingWrites] = [new WaitingRequests(), new WaitingRequests()];
  server.decorateRequest('today', '');
  let isServing = true;
  server.addHook('preClose', async () => {
    isServing = false;
    refusals.end();
  });
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    request.today = shanghaiDay(clock.now());
    const arrivedAtMs = connections.arrivedAtMs(request);
    const declaration = declarationOf(request);
    const refuse = (refusal: Refusal): FastifyReply => send(request, reply, refusal);
    /** To who is not known, or finds no such path: a person sees a page, with the same status. */
    const refuseOrShow = (refusal: Refusal): FastifyReply =>
      isLostInBrowser(request, paths)
        ? sendNothingHere(reply, refusal.problem.status, refusal.headers)
        : refuse(refusal);
    // For callers who may know the route: on intake the problem says that nothing was recorded.
    const refuseWithOutcome = (refusal: Refusal): FastifyReply =>
      refuse({ ...refusal, problem: withOutcome(refusal.problem, declaration) });
    if (!isServing) return refuseWithOutcome({ problem: isStopping, drainsBody: true });

    // Requests that arrive in one turn of the event loop share it in time slices, round-robin by the credentials that they present; health
    // checks do not wait. The caller is not authenticated yet, so this queue is separate from those of admitted work.
    const credentials = request.headers.authorization ?? request.headers.cookie ?? '';
    const waiting = isReading(request) ? waitingReads : waitingWrites;
    waiting.enter(credentials);
    if (!isHealthCheck(request)) await timeSlices.pause(`asks ${credentials}`);
    waiting.leave(credentials);

    const malformed = malformedHeader(request);
    if (malformed !== undefined)
      return refuse({ problem: problem('invalid-request', { detail: malformed }) });
    if (connections.isBeyond(request)) {
      reply.header('connection', 'close');
      if (!isPublic(request)) {
        onTurnedAway('connections');
        return refuseWithOutcome({ problem: noRoom('connections'), drainsBody: true });
      }
    }
    if (!isPublic(request) && !(request.is404 && paths.arePublic(request.url))) {
      const principal = await callers.authenticate(request.headers);
      if (!principal)
        return refuseOrShow({
          problem: await callers.refusalOf(request.headers),
          headers: { 'www-authenticate': 'Bearer' },
        });
      request.principal = principal;
      use.note(principal.keyId);
      waiting.authenticated(credentials);
      const limited = rateLimit && refusedByRate(rateLimit, principal.keyId, arrivedAtMs, reply);
      if (limited) return refuseWithOutcome(limited);
    }
    if (request.is404) return refuseOrShow(noSuchRoute(request, paths));
    const refused = refusedByRoute(request, declaration);
    if (refused) return refuseWithOutcome(refused);
    if (!request.principal) return undefined;

    const asked = { cameAt: arrivedAtMs, waiting: { own: waiting.of(credentials), all: waiting.all } };
    const admitted = await admitRequest({ admission, refusals, ...asked }, request, reply, request.principal);
    if (admitted === 'admitted') return undefined;
    onTurnedAway(admitted);
    return refuseWithOutcome({
      problem: noRoom('work'),
      headers: { 'retry-after': retryAfterS[admitted] },
      drainsBody: true,
    });
  });
};
