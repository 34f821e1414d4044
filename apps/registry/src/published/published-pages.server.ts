import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { isProblemWord, problemWords } from '#problem-details';
import { fullType, reportJsonSchema, reportTypes } from '#reports';
import { isRuleCode, problemStatusOf, ruleCatalogue } from '#rules';
import { namedReports } from '../events/event-bodies.js';
import { KnownPaths } from '../http/known-paths.js';
import { docsPage } from './docs-page.js';
import { inert, page } from './html-page.js';
import { openApiDocument } from './open-api/document.js';

/** Bytes that stay the same for as long as this process lives, with what names them. */
export interface PublishedDocument {
  readonly bytes: Buffer;
  readonly type: string;
  /** Strong (RFC 9110, 8.8.1): another text has another one. */
  readonly etag: string;
}

export const publishedDocument = (type: string, content: string | Buffer): PublishedDocument => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
};

/** Whether the caller has it already: `If-None-Match` compares weakly (RFC 9110, 13.1.2). */
export const isKnownToCaller = (ifNoneMatch: string | undefined, { etag }: PublishedDocument): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

const html = 'text/html; charset=utf-8';

/**
 * All that anybody may read without a key, made once when the routes are known: whoever asks costs the sending of bytes, and cannot
 * keep the registry from its work.
 */
@Injectable()
export class PublishedPages implements OnApplicationBootstrap {
  private documents: ReadonlyMap<string, PublishedDocument> = new Map();

  constructor(private readonly paths: KnownPaths) {}

  onApplicationBootstrap(): void {
    const openApi = openApiDocument(this.paths, namedReports);
    this.documents = new Map([
      ['/openapi.json', jsonDocument('application/json', openApi)],
      ['/docs', publishedDocument(html, docsPage(openApi, this.paths, reportTypes.map(fullType)))],
      ...reportTypes.map(
        (type) =>
          [
            `/schemas/${fullType(type)}.json`,
            jsonDocument('application/schema+json', reportJsonSchema(type)),
          ] as const,
      ),
      ...problemPages(),
    ]);
  }

  /** Undefined where nothing is published under this path. */
  at(path: string): PublishedDocument | undefined {
    return this.documents.get(path);
  }
}

const jsonDocument = (type: string, value: object): PublishedDocument =>
  publishedDocument(`${type}; charset=utf-8`, JSON.stringify(value));

const problemPages = (): readonly (readonly [string, PublishedDocument])[] =>
  [...Object.keys(ruleCatalogue), ...Object.keys(problemWords)].flatMap((code) => {
    const explained = problemPage(code);
    return explained === undefined ? [] : [[`/problems/${code}`, publishedDocument(html, explained)]];
  });

/** What `/problems/{code}` tells of a rule or of another problem, in English and Chinese; undefined for an unknown code. */
const problemPage = (code: string): string | undefined => {
  if (isRuleCode(code)) {
    const { kind, en, zh, cure } = ruleCatalogue[code];
    const effect =
      kind === 'R'
        ? `Refused with status ${problemStatusOf(code)}; nothing is recorded and the id stays free.`
        : 'A warning: the report is recorded, with this code among its flags.';
    return page(
      `${code}: ${en}`,
      `<h1><code>${code}</code> ${inert(en)}</h1><p>${inert(cure.en)}</p><p class="quiet">${effect}</p>
<section lang="zh"><h2>${inert(zh)}</h2><p>${inert(cure.zh)}</p></section>
<p><a href="/docs">The HTTP interface</a></p>`,
    );
  }
  if (!isProblemWord(code)) return undefined;
  const { status, en, zh } = problemWords[code];
  return page(
    `${code}: ${en}`,
    `<h1><code>${code}</code></h1><p>Status ${status}. ${inert(en)}.</p><p lang="zh">${inert(zh)}。</p>
<p><a href="/docs">The HTTP interface</a></p>`,
  );
};
