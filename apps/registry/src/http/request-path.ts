import type { FastifyInstance } from 'fastify';
import type { RouteDeclaration } from './route-declaration.js';

/*
 * The path of a request is decoded once, before anything looks at it. Router, known paths, gate and metrics all see one spelling:
 * what need not be encoded is not, and what must be is in the usual form. So an encoded slash stays part of its segment, and what
 * was encoded twice is still encoded once.
 */

/** Longer than any id or code, however it is encoded. */
export const longestSegment = 500;

/** Where what is no path leads: there is none such. */
const noSuchPath = '/no-such-path';

/** A proxy, and any client that likes to, names the whole address (RFC 9112, 3.2.2). */
const originOf = /^https?:\/\/[^/?#]+/i;

const canonicalSegment = (segment: string): string | undefined => {
  const canonical = encodeURIComponent(decodeURIComponent(segment));
  // Empty and dot segments name nothing: clients and proxies remove them, each in its own way, and none of ours has them.
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
    // No UTF-8, or no two hex digits after a percent sign.
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

/** The target of a request with its path in the one spelling; the query stays as it is. */
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

/** Every declared route, as Fastify got it: for 405 with `Allow`, and for the OpenAPI document. */
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

  /** A path that is public for the methods it has tells a stranger 405 rather than 401. */
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
