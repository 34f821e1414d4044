import type { FastifyRequest } from 'fastify';
import { streams } from '#facts';
import { containsResidentNumber, isUscc } from '#identifiers';
import { type Problem, problem } from '#problem-details';
import type { RouteDeclaration } from './route-declaration.js';

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
export const residentNumberFault = (
  request: FastifyRequest,
  declaration: RouteDeclaration,
): Problem | undefined => {
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
