import { isProblemWord, problemWords } from '#problem-details';
import { isRuleCode, problemStatusOf, ruleCatalogue } from '#rules';
import type { KnownPaths } from '../http/known-paths.js';
import type { RouteDeclaration } from '../http/route.js';

/** Text made inert for HTML. */
const inert = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A plain page: no script, no outside resource. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${inert(title)}</title>
<style>
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code{font-family:ui-monospace,monospace}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884}
.method{font-weight:600}
</style></head><body><main>${body}</main></body></html>
`;

const who = ({ access }: RouteDeclaration): string =>
  access === 'public' ? 'no key needed' : access.join(', ');

const takes = ({ query, body, awaits }: RouteDeclaration): string =>
  [
    ...(query ? Object.keys(query.shape).map((name) => `?${name}`) : []),
    ...(body ? Object.keys(body) : []),
    ...(awaits ? ['Await-Position'] : []),
  ]
    .map((part) => `<code>${inert(part)}</code>`)
    .join(' ');

const answers = ({ answers: declared }: RouteDeclaration): string =>
  Object.entries(declared)
    .map(([status, { description }]) => `${status} ${inert(description)}`)
    .join('<br>');

/** The interface for people: every route with who may call it, what it takes and what it answers. */
export const docsPage = (paths: KnownPaths, reportTypes: readonly string[]): string => {
  const rows = [...paths.all()]
    .sort((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : 0))
    .map(
      ({ url, method, declaration }) =>
        `<tr><td><span class="method">${method}</span> <code>${inert(url)}</code><br>${inert(declaration.summary)}</td><td>${who(declaration)}</td><td>${takes(declaration)}</td><td>${answers(declaration)}</td></tr>`,
    );
  const schemas = reportTypes.map(
    (type) => `<li><a href="/schemas/${inert(type)}.json"><code>${inert(type)}</code></a></li>`,
  );
  return page(
    'Xudai: HTTP interface',
    `<h1>Xudai 续贷</h1>
<p>The HTTP interface. The same as an <a href="/openapi.json">OpenAPI 3.1 document</a>. Errors are RFC 9457 problem documents.</p>
<h2>Report types</h2><ul>${schemas.join('')}</ul>
<h2>Routes</h2><table><thead><tr><th>Route</th><th>Who</th><th>Takes</th><th>Answers</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
};

/** What `/problems/{code}` tells of a rule or of another problem, in English and Chinese; undefined for an unknown code. */
export const problemPage = (code: string): string | undefined => {
  if (isRuleCode(code)) {
    const { kind, en, zh, cure } = ruleCatalogue[code];
    const effect =
      kind === 'R'
        ? `Refused with status ${problemStatusOf(code)}; nothing is recorded and the id stays free.`
        : 'A warning: the report is recorded, with this code among its flags.';
    return page(
      `${code}: ${en}`,
      `<h1><code>${code}</code></h1><p>${inert(en)}</p><p>${effect}</p><p>${inert(cure.en)}</p>
<div lang="zh"><p>${inert(zh)}</p><p>${inert(cure.zh)}</p></div>`,
    );
  }
  if (!isProblemWord(code)) return undefined;
  const { status, en, zh } = problemWords[code];
  return page(
    `${code}: ${en}`,
    `<h1><code>${code}</code></h1><p>Status ${status}. ${inert(en)}.</p><p lang="zh">${inert(zh)}。</p>`,
  );
};
