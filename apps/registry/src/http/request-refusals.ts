import type { FastifyRequest } from 'fastify';
import { streams } from '#facts';
import { containsResidentNumber, isUscc } from '#identifiers';
import { type Problem, problem } from '#problem-details';
import { type RouteDeclaration, pathFault } from './route-declaration.js';
import { awaitFault, unsupportedBody } from './request-headers.js';
import { callsBySession, isFromOwnPage } from './callers.query.js';
import { otherOrigin, tooLong } from './early-refusals.js';
import { notBuiltParameters } from './query-parameters.js';
import { bytesTaken } from './request-bounds.js';
import { declarationOf, isReading, mediaTypeOf, queryFault } from './request-checks.controller.js';
import type { KnownPaths } from './request-path.js';

/** The value where the parameter names a borrower: a valid USCC may look like an identity number. */
const borrowerKeyIn = (name: string, value: string, { path }: RouteDeclaration): string | undefined => {
  if (name === 'stream') return streams.borrower.read(value)?.borrowerKey;
  return name === 'borrower' || path?.[name] === 'borrowerKey' || path?.[name] === 'uscc' ? value : undefined;
};

type Named = readonly [name: string, value: string];

const namedValues = (values: unknown): readonly Named[] =>
  Object.entries((values ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().flatMap((each): readonly Named[] => (typeof each === 'string' ? [[name, each]] : [])),
  );

const readingMethods: readonly string[] = ['GET', 'HEAD'];

/** The declared headers of the route. `ce-` headers are checked with the report. */
const readHeaders = ({ headers }: FastifyRequest, declaration: RouteDeclaration): readonly Named[] =>
  namedValues(
    Object.fromEntries(
      Object.keys(declaration.headers ?? {})
        .map((name) => name.toLowerCase())
        .filter((name) => !name.startsWith('ce-'))
        .map((name) => [name, headers[name]]),
    ),
  );

/**
 * Refuses resident identity numbers in path, query and headers, on reading routes too: ids and filters end up in facts, logs and links.
 * The answer does not say where the number is, so that it cannot repeat it. A path with one is 404 on reading routes, since nothing is
 * named by such a number.
 */
const residentNumberFault = (request: FastifyRequest, declaration: RouteDeclaration): Problem | undefined => {
  const holdsNumber = ([name, value]: Named): boolean =>
    containsResidentNumber(value, request.today) && !isUscc(borrowerKeyIn(name, value, declaration) ?? '');
  const isInPath = namedValues(request.params).some(holdsNumber);
  if (isInPath && readingMethods.includes(request.method)) return problem('not-found');
  return isInPath || [...namedValues(request.query), ...readHeaders(request, declaration)].some(holdsNumber)
    ? problem('invalid-request', {
        detail:
          'The path, the query or a header holds a resident identity number. It is not kept; persons are named by tokens only.',
      })
    : undefined;
};

// What the gate refuses by looking at the request line and the headers alone.

export interface Refusal {
  readonly problem: Problem;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body may be large and still arriving. It is drained, so that the client gets to read the answer. */
  readonly drainsBody?: true;
}

/** Headers of which a request has at most one value. With two different ones it would be unclear who asks what. */
const singular = ['host', 'authorization', 'content-type', 'content-length'];

/** What makes the headers ambiguous or unusable; undefined when nothing does. */
export const malformedHeader = ({ raw, headers }: FastifyRequest): string | undefined => {
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

/** Whether the route needs no key. */
export const isPublic = (request: FastifyRequest): boolean =>
  !request.is404 && declarationOf(request).access === 'public';

/** 405 where the path has other methods, else 404. */
export const noSuchRoute = ({ url }: FastifyRequest, paths: KnownPaths): Refusal => {
  const allowed = paths.methodsOf(url);
  return allowed.length > 0
    ? { problem: problem('method-not-allowed'), headers: { allow: allowed.join(', ') } }
    : { problem: problem('not-found') };
};

/** Whether a bank asks for other figures than its own, on a route where it must name its institution. */
const asksForOthers = ({ query, principal }: FastifyRequest, { ownInstitution }: RouteDeclaration): boolean =>
  ownInstitution === true &&
  principal?.role === 'bank' &&
  (query as { readonly institution?: unknown }).institution !== principal.institution;

const isAllowed = (request: FastifyRequest, declaration: RouteDeclaration): boolean => {
  if (declaration.access === 'public') return true;
  const { principal } = request;
  return (
    principal !== undefined &&
    declaration.access.includes(principal.role) &&
    !asksForOthers(request, declaration)
  );
};

/** Whether a parameter is given that the contract has and this route does not declare. */
const asksForUnbuilt = (request: FastifyRequest, { query }: RouteDeclaration): boolean => {
  if (query === undefined) return false;
  const given = request.query as Record<string, unknown>;
  return notBuiltParameters.some((name) => Object.hasOwn(given, name) && !Object.hasOwn(query.shape, name));
};

const tooLongBody = (request: FastifyRequest, declaration: RouteDeclaration): Problem | undefined => {
  if (!declaration.body) return undefined;
  const mediaType = mediaTypeOf(request);
  const mostBytes = bytesTaken(mediaType, declaration);
  const bytes = Number(request.headers['content-length'] ?? '0');
  return bytes > mostBytes ? tooLong(mediaType, mostBytes) : undefined;
};

const parameterFault = (request: FastifyRequest, declaration: RouteDeclaration): Problem | undefined => {
  const fault =
    declaration.access === 'public'
      ? undefined
      : (queryFault(request, declaration) ??
        residentNumberFault(request, declaration) ??
        (declaration.awaits ? awaitFault(request.headers) : undefined));
  return fault ?? pathFault(declaration.path, request.params);
};

/** 403, 501, 415, 413 or 400, whichever comes first; undefined where the route takes the request. */
export const refusedByRoute = (
  request: FastifyRequest,
  declaration: RouteDeclaration,
): Refusal | undefined => {
  if (!isAllowed(request, declaration)) return { problem: problem('forbidden') };
  if (callsBySession(request.headers) && !isReading(request) && !isFromOwnPage(request.headers))
    return { problem: otherOrigin };
  if (declaration.answers[501] !== undefined || asksForUnbuilt(request, declaration))
    return { problem: problem('not-built') };
  const unsupported = unsupportedBody(request, declaration);
  if (unsupported) return unsupported;
  const tooLarge = tooLongBody(request, declaration);
  if (tooLarge) return { problem: tooLarge, drainsBody: true };
  const fault = parameterFault(request, declaration);
  return fault && { problem: fault };
};
