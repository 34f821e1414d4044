import type { FastifyInstance } from 'fastify';
import type { RouteDeclaration } from './route-declaration.js';

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
