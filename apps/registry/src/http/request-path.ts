import type { FastifyInstance } from 'fastify';
import type { RouteDeclaration } from './route-declaration.js';

/*
 * The path of a request is brought into its canonical spelling once, before anything reads it, so that router, known paths, gate and
 * metrics agree. An encoded slash stays part of its segment, and a segment that was encoded twice is still encoded once.
 */

/** Longer than any id or code, however it is encoded. */
export const longestSegment = 500;

/** The path that an invalid one is replaced by; no route has it. */
const noSuchPath = '/no-such-path';

/** A request may name the whole address (RFC 9112, 3.2.2), as requests to proxies do. */
const originOf = /^https?:\/\/[^/?#]+/i;

const canonicalSegment = (segment: string): string | undefined => {
  const canonical = encodeURIComponent(decodeURIComponent(segment));
  // Empty and dot segments name nothing. Clients and proxies remove them in different ways, and no route has one.
  const namesNothing = canonical === '' || canonical === '.' || canonical === '..';
  return namesNothing || canonical.length > longestSegment ? undefined : canonical;
};

const canonicalPath = (path: string): string | undefined => {
  if (path === '/') return path;
  const [before, ...segments] = path.split('/');
  if (before !== '' || segments.length === 0) return undefined;
  try {
    const canonical = segments.map(canonicalSegment);
    return canonical.includes(undefined) ? undefined : `/${canonical.join('/')}`;
  } catch (error) {
    // Not UTF-8, or a percent sign without two hex digits.
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

/** The target of a request with its path in canonical spelling; the query stays as it is. */
export const canonicalTarget = (target: string): string => {
  const local = target.replace(originOf, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  const canonical = canonicalPath(path === '' && local !== target ? '/' : path);
  return canonical === undefined ? noSuchPath : canonical + (mark < 0 ? '' : local.slice(mark));
};

interface KnownPath {
  readonly pattern: RegExp;
  readonly method: string;
  readonly declaration: RouteDeclaration;
  readonly url: string;
}

const patternOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split('/')
      .map((step) => (step.startsWith(':') ? '[^/]+' : step === '*' ? '.*' : step.replaceAll('.', '\\.')))
      .join('/')}$`,
  );

/** Every declared route, as registered with Fastify: for 405 with `Allow`, and for the OpenAPI document. */
export class KnownPaths {
  private readonly paths: KnownPath[] = [];

  /** Must be called before the routes are added. */
  listen(server: FastifyInstance): void {
    server.addHook('onRoute', ({ url, method, config }) => {
      const declaration = config as unknown as RouteDeclaration | undefined;
      if (!declaration?.answers) return;
      for (const each of [method].flat())
        this.paths.push({ pattern: patternOf(url), method: each, declaration, url });
    });
  }

  methodsOf(url: string): readonly string[] {
    const path = url.split('?', 1)[0] ?? url;
    return [...new Set(this.paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
  }

  /** Whether all methods of the path are public. Then a caller without a key gets 405 for another method, and not 401. */
  arePublic(url: string): boolean {
    const path = url.split('?', 1)[0] ?? url;
    const matching = this.paths.filter(({ pattern }) => pattern.test(path));
    return matching.length > 0 && matching.every(({ declaration }) => declaration.access === 'public');
  }

  all(): readonly {
    readonly url: string;
    readonly method: string;
    readonly declaration: RouteDeclaration;
  }[] {
    return this.paths.filter(({ method }) => method !== 'HEAD');
  }
}
