import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import { findResidentNumber } from '#identifiers';
import { type Problem, problem, refusalProblem } from '#problem-details';
import type { Author } from '#recording';
import { hasMoreParts, violationsOf } from '#reports';
import { ruleCatalogue } from '#rules';
import { keyInCursor } from './query-parameters.js';
import { ProblemAnswer, wrongCursor } from './problem-answer.js';
import type { RouteDeclaration } from './route-declaration.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The authenticated caller; set by the gate on every route that needs a key. */
    principal?: Principal;
    /** The day in Shanghai on which the request arrived; set by the gate. */
    today: string;
  }
}

const requestOf = (context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>();

export const declarationOf = (request: FastifyRequest): RouteDeclaration =>
  request.routeOptions.config as unknown as RouteDeclaration;

export const isReading = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

const bareType = /^[a-z0-9+./-]*$/;

/** Media type of the request without parameters, lower case. Called often, so the usual spelling is returned as it is. */
export const mediaTypeOf = ({ headers }: Pick<FastifyRequest, 'headers'>): string => {
  const { 'content-type': given = '' } = headers;
  return bareType.test(given) ? given : (given.split(';', 1)[0]?.trim().toLowerCase() ?? '');
};

/** Bound on the members and items of an administrative body. A calendar of a year has less than a thousand. */
const mostParts = 5_000;

/** Violations that one answer lists at most. */
const mostListed = 100;

/** Parses an administrative body by a schema. @throws ProblemAnswer `SCH-R01` with the pointers, or `IDN-R04` */
const checkBody = <Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  today: string,
): z.infer<Schema> => {
  if (hasMoreParts(body, mostParts))
    throw new ProblemAnswer(
      refusalProblem([
        { pointer: '', rule: 'SCH-R01', message: `must hold at most ${mostParts} members and items in all` },
      ]),
    );
  const checked = schema.safeParse(body);
  // Definitions become facts, which are kept for ever, so no identity number of a person may be in them.
  if (findResidentNumber(body, today))
    throw new ProblemAnswer(
      refusalProblem([{ pointer: '', rule: 'IDN-R04', message: ruleCatalogue['IDN-R04'].en }]),
    );
  if (checked.success) return checked.data;
  const [first, ...rest] = violationsOf(checked.error, body).map(({ pointer, message }) => ({
    pointer,
    rule: 'SCH-R01' as const,
    message,
  }));
  if (!first) throw checked.error;
  const listed = rest.slice(0, mostListed - 1);
  throw new ProblemAnswer(refusalProblem([first, ...listed], { unlisted: rest.length - listed.length }));
};

const noQuery = z.strictObject({});

/** Fastify keeps what it cannot decode as text. Here it is an error: a percent sign in a query is always meant as an escape. */
const isDecodable = ({ url }: FastifyRequest): boolean => {
  try {
    decodeURIComponent(url.slice(url.indexOf('?') + 1));
    return true;
  } catch {
    return false;
  }
};

const isWrongCursor = (request: FastifyRequest): boolean => {
  const { cursor } = request.query as { readonly cursor?: unknown };
  return typeof cursor === 'string' && keyInCursor(request, cursor) === undefined;
};

/** The problem with the query parameters; undefined when the route declares them all and they are well-formed. */
export const queryFault = (request: FastifyRequest, { query }: RouteDeclaration): Problem | undefined => {
  if (!isDecodable(request))
    return problem('invalid-request', { detail: 'The query is no percent-encoded UTF-8.' });
  const checked = (query ?? noQuery).safeParse(request.query);
  if (checked.success) return isWrongCursor(request) ? wrongCursor : undefined;
  return problem('invalid-request', {
    detail: 'A query parameter is not understood.',
    errors: violationsOf(checked.error, request.query)
      .slice(0, mostListed)
      .map(({ pointer, message }) => ({
        pointer: pointer === '' ? '?' : `?${pointer.slice(1).split('/', 1)[0]}`,
        message: pointer === '' ? 'has a parameter that this route does not know' : message,
      })),
  });
};

/** The query parameters as the route's schema parses them; the gate has checked them. `cursor` is the key after which the page begins. */
export const CheckedQuery = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const request = requestOf(context);
  const asked = (declarationOf(request).query ?? noQuery).parse(request.query);
  const { cursor } = asked as { readonly cursor?: string };
  return cursor === undefined ? asked : { ...asked, cursor: keyInCursor(request, cursor) };
});

/** The JSON body, parsed by the route's schema. */
export const CheckedBody = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const request = requestOf(context);
  const schema = declarationOf(request).body?.[mediaTypeOf(request)];
  if (!schema) throw new Error(`${request.routeOptions.url} declares no body`);
  return checkBody(schema, request.body, request.today);
});

/** The authenticated caller. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = requestOf(context);
  if (!principal) throw new ProblemAnswer(problem('unauthenticated'));
  return principal;
});

/** The caller as the author of a fact. */
export const authorOf = (caller: Principal, correlationId: string | null = null): Author => ({
  actor: `key:${caller.keyId}`,
  correlationId,
});
