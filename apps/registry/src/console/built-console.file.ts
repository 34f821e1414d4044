import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { isTaken } from '../http/content-types.js';
import { publishedDocument, type PublishedDocument } from '../published/published-pages.server.js';

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
export const codedFor = (
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
