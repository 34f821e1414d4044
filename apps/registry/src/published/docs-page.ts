import type { KnownPaths } from '../http/request-path.js';
import type { RouteDeclaration } from '../http/route-declaration.js';
import { exampleBodies } from './open-api/example-bodies.js';
import { exampleOf } from './open-api/examples.js';
import type { Json } from './open-api/schemas.js';

/** Text made inert for HTML. */
export const inert = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** In the colours of the console: one style for all that is published. */
export const style = `
:root{color-scheme:light dark;--ink:#1b2430;--quiet:#56606e;--paper:#f6f7f9;--card:#fff;--line:#d9dde3;--brand:#1d4e89}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--quiet:#a3adba;--paper:#12161c;--card:#1a2028;--line:#39424e;--brand:#6ea8e6}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,'Segoe UI','Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1rem 4rem}
a{color:var(--brand)}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .25rem}
h3{font-size:1rem;margin:.75rem 0 .25rem}
p{margin:.5rem 0}
code,pre{font-family:ui-monospace,'SF Mono',Consolas,monospace;font-size:.875rem}
pre{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.75rem;overflow:auto;max-height:28rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600}
.quiet{color:var(--quiet)}
.operation{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:.5rem 0}
.operation>summary{padding:.6rem .9rem;cursor:pointer;overflow-wrap:anywhere}
.operation>div{padding:0 .9rem .9rem;border-top:1px solid var(--line)}
.method{font-weight:700;color:var(--brand)}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px}`;

/** A plain page: no script, no outside resource. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${inert(title)}</title>
<style>${style}</style></head><body><main>${body}</main></body></html>
`;

/*
 * The interface for people: the OpenAPI document, laid out. Whoever opens it finds first what his role may do, and of each operation what it
 * takes and what it answers, with an example of either.
 */

interface Content {
  readonly schema: Json;
}

interface Response {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, Content>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Json;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Document {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** Who may call it; `public` needs no key. */
  readonly access: RouteDeclaration['access'];
}

const users = {
  bank: 'A bank sends reports and files, mends them, and sees what is its own.',
  supervisor:
    'A supervisor defines programmes, targets and measures, decides contests, and sees all figures.',
  auditor: 'An auditor reads every fact, replays the history, and holds figures against it.',
  admin: 'An administrator registers institutions, makes keys, and looks after projections.',
} as const;

const json = (value: unknown): string => `<pre><code>${inert(JSON.stringify(value, null, 2))}</code></pre>`;

const isJson = (type: string): boolean => type.includes('json');

const exampleBody = ({ operationId }: Operation, type: string): string => {
  const example = exampleBodies[operationId]?.[type];
  return example === undefined ? '' : json(example);
};

const bodyPart = (operation: Operation): string =>
  Object.keys(operation.requestBody?.content ?? {})
    .map((type) => `<h3>Takes <code>${inert(type)}</code></h3>${exampleBody(operation, type)}`)
    .join('');

const typeOf = ({ type, enum: words, format }: Json): string =>
  Array.isArray(words) ? words.join(', ') : [type, format].flat().filter(Boolean).join(', ');

const parametersPart = ({ parameters }: Operation): string =>
  parameters.length === 0
    ? ''
    : `<h3>Parameters</h3><table><thead><tr><th>Name</th><th>In</th><th>What</th></tr></thead><tbody>${parameters
        .map(
          ({ name, in: where, required, description = '', schema }) =>
            `<tr><td><code>${inert(name)}</code>${required ? ' <span class="quiet">required</span>' : ''}</td><td>${where}</td><td>${inert([description, typeOf(schema)].filter((text) => text !== '').join(' · '))}</td></tr>`,
        )
        .join('')}</tbody></table>`;

const answerPart =
  (named: Readonly<Record<string, Json>>) =>
  ([status, { description = '', content = {} }]: readonly [string, Response]): string => {
    const types = Object.keys(content);
    const type = types.find(isJson);
    const schema = type === undefined ? undefined : content[type]?.schema;
    return `<h3>${status} <span class="quiet">${inert([description, ...types].join(' · '))}</span></h3>${schema ? json(exampleOf(schema, named)) : ''}`;
  };

/** Problems are told once, above: their documents are all alike. */
const answersPart = ({ responses }: Operation, named: Readonly<Record<string, Json>>): string => {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const problems = Object.keys(responses).filter((status) => Number(status) >= 400);
  return `${good.map(answerPart(named)).join('')}<p class="quiet">Problems: ${problems.join(' ')}</p>`;
};

const operationPart = ({ method, path, operation, access }: Listed, document: Document): string =>
  `<details class="operation" id="${inert(operation.operationId)}"><summary><span class="method">${method.toUpperCase()}</span> <code>${inert(path)}</code><br>${inert(operation.summary)} <span class="quiet">· ${access === 'public' ? 'no key needed' : access.join(', ')}</span></summary><div>${parametersPart(operation)}${bodyPart(operation)}${answersPart(operation, document.components.schemas)}</div></details>`;

const linkTo = ({ method, path, operation }: Listed): string =>
  `<li><a href="#${inert(operation.operationId)}"><span class="method">${method.toUpperCase()}</span> <code>${inert(path)}</code></a> <span class="quiet">${inert(operation.summary)}</span></li>`;

const userPart = (role: keyof typeof users, listed: readonly Listed[]): string => {
  const own = listed.filter(
    ({ access }) => access !== 'public' && access.includes(role) && access.length < 4,
  );
  return `<details class="operation"><summary><b>${role}</b> <span class="quiet">· ${users[role]}</span></summary><div><ul>${own.map(linkTo).join('')}</ul></div></details>`;
};

const operationsOf = ({ paths }: Document, routes: KnownPaths): readonly Listed[] => {
  const access = new Map(
    routes.all().map(({ declaration }) => [declaration.operationId, declaration.access]),
  );
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method,
      path,
      operation,
      access: access.get(operation.operationId) ?? [],
    })),
  );
};

/** `openApi`: the document that machines read. */
export const docsPage = (openApi: Json, routes: KnownPaths, reportTypes: readonly string[]): string => {
  const document = openApi as unknown as Document;
  const listed = operationsOf(document, routes);
  const sections = document.tags.map(
    ({ name, description }) =>
      `<h2>${inert(name)}</h2><p class="quiet">${inert(description)}</p>${listed
        .filter(({ operation }) => operation.tags.includes(name))
        .map((each) => operationPart(each, document))
        .join('')}`,
  );
  const schemas = reportTypes.map(
    (type) => `<li><a href="/schemas/${inert(type)}.json"><code>${inert(type)}</code></a></li>`,
  );
  return page(
    'Xudai: HTTP interface',
    `<h1>Xudai 续贷</h1>
<p>The HTTP interface of the registry. The same as an <a href="/openapi.json">OpenAPI 3.1 document</a>. <a href="/">To the console</a>.</p>
<p>Every request carries <code>Authorization: Bearer xk_…</code>, a key that the administrator makes. Errors are RFC 9457 problem documents, <code>application/problem+json</code>; the page that <code>type</code> names says what to do.</p>
<h2>Who may do what</h2><p class="quiet">What everybody with a key may read stands below; here is what a role may do beside.</p>
${(Object.keys(users) as (keyof typeof users)[]).map((role) => userPart(role, listed)).join('')}
<h2>Report types</h2><ul>${schemas.join('')}</ul>
${sections.join('')}`,
  );
};
