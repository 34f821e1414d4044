import type { KnownPaths } from '../http/request-path.js';
import type { RouteDeclaration } from '../http/route-declaration.js';
import { exampleAnswers, exampleBodies } from './open-api/example-bodies.js';
import { subjectsInChinese } from './open-api/document.js';
import { exampleOf } from './open-api/examples.js';
import type { Json } from './open-api/schemas.js';
import { chineseOf } from './docs-in-chinese.js';
import { type DocsLanguage, docsTexts } from './docs-texts.js';
import { inert, page } from './still-page.js';

/* `/docs`: the OpenAPI document as a page, by role, with an example of each body and answer. */

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
  readonly in: keyof (typeof docsTexts)[DocsLanguage]['places'];
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Json;
}

interface Operation {
  readonly operationId: string;
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
  /** What it does, in the language of the page. */
  readonly summary: string;
}

type Texts = (typeof docsTexts)[DocsLanguage];
type User = keyof Texts['users'];

const json = (value: unknown): string => `<pre><code>${inert(JSON.stringify(value, null, 2))}</code></pre>`;

const lines = (text: string): string => `<pre><code>${inert(text)}</code></pre>`;

const isJson = (type: string): boolean => type.includes('json');

const exampleBody = ({ operationId }: Operation, type: string): string => {
  const example = exampleBodies[operationId]?.[type];
  if (typeof example === 'string') return lines(example);
  return example === undefined ? '' : json(example);
};

const bodyPart = (operation: Operation, texts: Texts): string =>
  Object.keys(operation.requestBody?.content ?? {})
    .map((type) => `<h3>${texts.takes} <code>${inert(type)}</code></h3>${exampleBody(operation, type)}`)
    .join('');

const typeOf = ({ type, enum: words, format }: Json): string =>
  Array.isArray(words) ? words.join(', ') : [type, format].flat().filter(Boolean).join(', ');

/** What the document says, in the language of the page. */
const said = (text: string, texts: Texts): string => (texts === docsTexts.zh && chineseOf(text)) || text;

const parametersPart = ({ parameters }: Operation, texts: Texts): string =>
  parameters.length === 0
    ? ''
    : `<h3>${texts.parameters}</h3><table><thead><tr><th>${texts.name}</th><th>${texts.in}</th><th>${texts.what}</th></tr></thead><tbody>${parameters
        .map(
          ({ name, in: where, required, description = '', schema }) =>
            `<tr><td><code>${inert(name)}</code>${required ? ` <span class="quiet">${texts.required}</span>` : ''}</td><td>${texts.places[where]}</td><td>${inert([said(description, texts), typeOf(schema)].filter((text) => text !== '').join(' · '))}</td></tr>`,
        )
        .join('')}</tbody></table>`;

const answerPart =
  (named: Readonly<Record<string, Json>>, texts: Texts) =>
  ([status, { description = '', content = {} }]: readonly [string, Response]): string => {
    const types = Object.keys(content);
    const type = types.find(isJson);
    const schema = type === undefined ? undefined : content[type]?.schema;
    return `<h3>${status} <span class="quiet">${inert([said(description, texts), ...types].join(' · '))}</span></h3>${schema ? json(exampleOf(schema, named)) : ''}`;
  };

/** Problems are left out: their documents are alike, and described once at the top of the page. */
const answersPart = (
  { operationId, responses }: Operation,
  named: Readonly<Record<string, Json>>,
  texts: Texts,
): string => {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const problems = Object.keys(responses).filter((status) => Number(status) >= 400);
  const text = exampleAnswers[operationId];
  return `${good.map(answerPart(named, texts)).join('')}${text === undefined ? '' : lines(text)}<p class="quiet">${texts.problems} ${problems.join(' ')}</p>`;
};

const rolesText = (access: Listed['access'], texts: Texts): string =>
  access === 'public' ? texts.noKey : access.map((role) => texts.roles[role]).join(', ');

const operationPart = (
  { method, path, operation, access, summary }: Listed,
  document: Document,
  texts: Texts,
): string =>
  `<details class="operation" id="${inert(operation.operationId)}"><summary><span class="method">${method.toUpperCase()}</span> <code>${inert(path)}</code><br>${inert(summary)} <span class="quiet">· ${rolesText(access, texts)}</span></summary><div>${parametersPart(operation, texts)}${bodyPart(operation, texts)}${answersPart(operation, document.components.schemas, texts)}</div></details>`;

const linkTo = ({ method, path, operation, summary }: Listed): string =>
  `<li><a href="#${inert(operation.operationId)}"><span class="method">${method.toUpperCase()}</span> <code>${inert(path)}</code></a> <span class="quiet">${inert(summary)}</span></li>`;

const userPart = (role: User, listed: readonly Listed[], texts: Texts): string => {
  const own = listed.filter(
    ({ access }) => access !== 'public' && access.includes(role) && access.length < 4,
  );
  return `<details class="operation"><summary><b>${texts.roles[role]}</b> <span class="quiet">· ${texts.users[role]}</span></summary><div><ul>${own.map(linkTo).join('')}</ul></div></details>`;
};

const operationsOf = ({ paths }: Document, routes: KnownPaths, language: DocsLanguage): readonly Listed[] => {
  const declared = new Map(
    routes.all().map(({ declaration }) => [declaration.operationId, declaration] as const),
  );
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { access = [], summary } = declared.get(operation.operationId) ?? {};
      return { method, path, operation, access, summary: summary?.[language] ?? operation.operationId };
    }),
  );
};

/** A type of report with a whole one of it. */
interface ReportExample {
  readonly type: string;
  readonly example: object;
}

const reportPart = ({ type, example }: ReportExample, texts: Texts): string =>
  `<details class="operation" id="${inert(type)}"><summary><code>${inert(type)}</code></summary><div><p><a href="/schemas/${inert(type)}.json">${texts.schema}</a></p>${json(example)}</div></details>`;

interface Published {
  /** The OpenAPI document. */
  readonly openApi: Json;
  readonly routes: KnownPaths;
  readonly reports: readonly ReportExample[];
}

export const docsPage = ({ openApi, routes, reports }: Published, language: DocsLanguage): string => {
  const document = openApi as unknown as Document;
  const texts = docsTexts[language];
  const listed = operationsOf(document, routes, language);
  const sections = document.tags.map((tag) => {
    const [name = tag.name, description = tag.description] =
      (language === 'zh' && subjectsInChinese.get(tag.name)) || [];
    return `<h2>${inert(name)}</h2><p class="quiet">${inert(description)}</p>${listed
      .filter(({ operation }) => operation.tags.includes(tag.name))
      .map((each) => operationPart(each, document, texts))
      .join('')}`;
  });
  return page(
    texts.title,
    `<h1>Xudai 续贷</h1>
<p>${texts.lead} ${texts.other}</p>
<p>${texts.keys}</p>
<p>${texts.asPrograms}</p>
<h2>${texts.whoMay}</h2><p class="quiet">${texts.whoMayLead}</p>
${(Object.keys(texts.users) as User[]).map((role) => userPart(role, listed, texts)).join('')}
<h2>${texts.reportTypes}</h2><p class="quiet">${texts.reportTypesLead}</p>
${reports.map((report) => reportPart(report, texts)).join('')}
${sections.join('')}`,
    language,
  );
};
