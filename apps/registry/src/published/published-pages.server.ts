import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isProblemWord, problemCures, problemWords } from '#problem-details';
import { fullType, reportJsonSchema, reportTypes } from '#reports';
import { isRuleCode, problemStatusOf, ruleCatalogue } from '#rules';
import { exampleReport } from '#submissions';
import { namedReports } from '../events/event-bodies.js';
import { KnownPaths } from '../http/request-path.js';
import { timeSlices } from '../http/time-slices.js';
import { docsPage } from './docs-page.js';
import { openApiDocument } from './open-api/document.js';
import { inert, page } from './still-page.js';

/** A document that does not change while the process lives. */
export interface PublishedDocument {
  readonly bytes: Buffer;
  readonly type: string;
  /** A strong validator (RFC 9110, 8.8.1). */
  readonly etag: string;
}

export const publishedDocument = (type: string, content: string | Buffer): PublishedDocument => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
};

/** Whether the caller's copy is current. `If-None-Match` compares weakly (RFC 9110, 13.1.2). */
export const isKnownToCaller = (ifNoneMatch: string | undefined, { etag }: PublishedDocument): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

const html = 'text/html; charset=utf-8';

/** The same page in another language is another document. */
export const docsInChinese = '/docs?lang=zh';

type Documents = ReadonlyMap<string, PublishedDocument>;

/**
 * The documents that need no key. They are made once, in time slices, at the first request, so that the start does not wait for them. Later
 * requests cost little, which matters since anybody may send them.
 */
@Injectable()
export class PublishedPages {
  private documents: Promise<Documents> | undefined;

  constructor(private readonly paths: KnownPaths) {}

  /** Undefined where no document has this path. */
  async at(path: string): Promise<PublishedDocument | undefined> {
    this.documents ??= timeSlices.run(documentsOf(this.paths));
    return (await this.documents).get(path);
  }
}

function* documentsOf(paths: KnownPaths): Generator<undefined, Documents, undefined> {
  const openApi = yield* openApiDocument(paths, namedReports);
  const documents = new Map(problemPages());
  documents.set('/openapi.json', jsonDocument('application/json', openApi));
  yield;
  const reports = reportTypes.map((type) => ({ type: fullType(type), example: exampleReport(type) }));
  const described = { openApi, routes: paths, reports };
  documents.set('/docs', publishedDocument(html, docsPage(described, 'en')));
  yield;
  documents.set(docsInChinese, publishedDocument(html, docsPage(described, 'zh')));
  for (const type of reportTypes) {
    yield;
    documents.set(
      `/schemas/${fullType(type)}.json`,
      jsonDocument('application/schema+json', reportJsonSchema(type)),
    );
  }
  return documents;
}

const jsonDocument = (type: string, value: object): PublishedDocument =>
  publishedDocument(`${type}; charset=utf-8`, JSON.stringify(value));

const problemPages = (): readonly (readonly [string, PublishedDocument])[] =>
  [...Object.keys(ruleCatalogue), ...Object.keys(problemWords)].flatMap((code) => {
    const explained = problemPage(code);
    return explained === undefined ? [] : [[`/problems/${code}`, publishedDocument(html, explained)]];
  });

/** The page `/problems/{code}` of a rule or of another problem, in English and Chinese; undefined for an unknown code. */
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
  const { cause, cure } = problemCures[code];
  return page(
    `${code}: ${en}`,
    `<h1><code>${code}</code></h1><p>Status ${status}. ${inert(en)}.</p><p>${inert(cause.en)}</p><p>${inert(cure.en)}</p>
<section lang="zh"><h2>${inert(zh)}</h2><p>${inert(cause.zh)}</p><p>${inert(cure.zh)}</p></section>
<p><a href="/docs">The HTTP interface</a></p>`,
  );
};
