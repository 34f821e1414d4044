import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable, Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#problem-details';
import { isTaken } from '../http/request-headers.js';
import { publishedDocument, type PublishedDocument } from '../published/published-pages.server.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { Route } from '../http/route.controller.js';
import type { HeaderDeclaration, RouteDeclaration } from '../http/route-declaration.js';

/** The placeholder that each answer replaces by a nonce of its own (`apps/console/vite.config.ts`). */
const noncePlace = '__CSP_NONCE__';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Coding = 'br' | 'gzip';

interface ConsoleFile extends PublishedDocument {
  readonly coded: Readonly<Partial<Record<Coding, Buffer>>>;
}

/** The build output of `apps/console`, found both from the sources and from the compiled program. */
const builtFolder = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return path.join(folder, 'dist/console');
};

/** The built console, read once into memory. Scripts and styles have content hashes in their names, and were compressed at the build. */
@Injectable()
export class ConsoleFiles {
  private readonly page: string | undefined;
  private readonly files: ReadonlyMap<string, ConsoleFile>;

  constructor() {
    const folder = builtFolder();
    const page = path.join(folder, 'index.html');
    this.page = existsSync(page) ? readFileSync(page, 'utf8') : undefined;
    this.files = this.page === undefined ? new Map() : filesIn(path.join(folder, 'assets'));
  }

  /** The page of every path of the console, with its content security policy; undefined where the console was not built. */
  newPage(): { readonly html: string; readonly policy: string } | undefined {
    if (this.page === undefined) return undefined;
    const nonce = randomBytes(16).toString('base64');
    return { html: this.page.replaceAll(noncePlace, nonce), policy: policyWith(nonce) };
  }

  file(name: string): ConsoleFile | undefined {
    return this.files.get(name);
  }
}

/** The shortest of a file's codings that the caller accepts. */
const codedFor = (
  { coded, bytes }: ConsoleFile,
  acceptEncoding: string | undefined,
): { readonly coding: Coding | undefined; readonly bytes: Buffer } => {
  const coding = (['br', 'gzip'] as const).find((each) => coded[each] && isTaken(acceptEncoding ?? '', each));
  return coding === undefined ? { coding, bytes } : { coding, bytes: coded[coding] ?? bytes };
};

/**
 * The content security policy: scripts from own files only; styles from own files, and those that antd writes at run time with the page's
 * nonce; nothing of another origin, no plug-ins, no framing.
 */
const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const filesIn = (folder: string): ReadonlyMap<string, ConsoleFile> => {
  const names = readdirSync(folder);
  return new Map(
    names
      .filter((name) => types[path.extname(name)] !== undefined)
      .map((name) => {
        const read = (each: string): Buffer => readFileSync(path.join(folder, each));
        const bytes = read(name);
        const coded = {
          ...(names.includes(`${name}.br`) ? { br: read(`${name}.br`) } : {}),
          ...(names.includes(`${name}.gz`) ? { gzip: read(`${name}.gz`) } : {}),
        };
        const file = publishedDocument(types[path.extname(name)] ?? '', bytes);
        return [name, { ...file, coded }] as const;
      }),
  );
};

const html = 'text/html; charset=utf-8';

const always: Readonly<Record<string, HeaderDeclaration>> = {
  'Cache-Control': { description: 'How long it may be kept', required: true },
};
const pageHeaders: Readonly<Record<string, HeaderDeclaration>> = {
  ...always,
  'Content-Security-Policy': { description: 'What the page may load and run', required: true },
  'Referrer-Policy': { description: 'Addresses of these pages are sent to no other site', required: true },
};
const fileHeaders: Readonly<Record<string, HeaderDeclaration>> = {
  ...always,
  ETag: { description: 'Names these bytes', required: true },
  Vary: { description: 'What it depends on', required: true },
  'Content-Encoding': { description: 'How it is compressed' },
};

const page = {
  access: 'public',
  answers: { 200: { description: 'The console', contentType: html, headers: pageHeaders } },
} as const satisfies Partial<RouteDeclaration>;

/** The web console: one page for all of its paths, and the files that it loads. These are the same for everybody and need no key. */
@Controller()
export class ConsoleController {
  constructor(private readonly files: ConsoleFiles) {}

  @Route('GET', '', {
    operationId: 'getConsole',
    summary: { en: 'The web console', zh: '网页控制台' },
    ...page,
  })
  start(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  @Route('GET', 'console', {
    operationId: 'getConsoleByName',
    summary: { en: 'The web console, by its name', zh: '网页控制台，按其名称访问' },
    ...page,
  })
  byName(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  @Route('GET', 'console/*', {
    operationId: 'getConsolePage',
    summary: { en: 'A page of the web console', zh: '网页控制台的一页' },
    ...page,
  })
  page(@Res() reply: FastifyReply): void {
    this.sendPage(reply);
  }

  @Route('GET', 'console/assets/:file', {
    operationId: 'getConsoleFile',
    summary: {
      en: 'A script or style of the web console; its name changes with what is in it',
      zh: '网页控制台的脚本或样式；内容改变则名称改变',
    },
    path: { file: 'published' },
    access: 'public',
    answers: { 200: { description: 'The file', contentType: 'text/javascript', headers: fileHeaders } },
  })
  file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('file') name: string): void {
    const file = this.files.file(name);
    if (!file) throw new ProblemAnswer(problem('not-found'));
    const { coding, bytes } = codedFor(file, request.headers['accept-encoding']);
    reply
      .headers({
        etag: file.etag,
        vary: 'Accept-Encoding',
        'cache-control': 'public, max-age=31536000, immutable',
        ...(coding === undefined ? {} : { 'content-encoding': coding }),
      })
      .type(file.type)
      .send(bytes);
  }

  private sendPage(reply: FastifyReply): void {
    const made = this.files.newPage();
    if (!made)
      throw new ProblemAnswer(problem('unavailable', { detail: 'The console is not built: npm run build.' }));
    reply
      .headers({
        'content-security-policy': made.policy,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      .type(html)
      .send(made.html);
  }
}
