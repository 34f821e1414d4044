import type { KnownPaths } from '../http/request-path.js';
import type { RouteDeclaration } from '../http/route-declaration.js';
import { exampleAnswers, exampleBodies } from './open-api/example-bodies.js';
import { exampleOf } from './open-api/examples.js';
import type { Json } from './open-api/schemas.js';
import { inert, page } from './still-page.js';

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

const usersInChinese: Readonly<Record<keyof typeof users, string>> = {
  bank: '银行（bank）：报送单条报告或文件、修正被拒绝的报告、查看本行数据。',
  supervisor: '监管人员（supervisor）：定义方案、目标和指标，裁定首贷户争议，查看全部数字。',
  auditor: '审计人员（auditor）：读取每条事实，重放历史并与所示数字比对。',
  admin: '管理员（admin）：登记机构、签发密钥、维护投影。',
};

const json = (value: unknown): string => `<pre><code>${inert(JSON.stringify(value, null, 2))}</code></pre>`;

const lines = (text: string): string => `<pre><code>${inert(text)}</code></pre>`;

const isJson = (type: string): boolean => type.includes('json');

const exampleBody = ({ operationId }: Operation, type: string): string => {
  const example = exampleBodies[operationId]?.[type];
  if (typeof example === 'string') return lines(example);
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
const answersPart = (
  { operationId, responses }: Operation,
  named: Readonly<Record<string, Json>>,
): string => {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const problems = Object.keys(responses).filter((status) => Number(status) >= 400);
  const text = exampleAnswers[operationId];
  return `${good.map(answerPart(named)).join('')}${text === undefined ? '' : lines(text)}<p class="quiet">Problems: ${problems.join(' ')}</p>`;
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
<section lang="zh"><h2>中文说明</h2><p>本页是登记系统的 HTTP 接口，与 <a href="/openapi.json">OpenAPI 3.1 文档</a>内容相同。每个请求须带 <code>Authorization: Bearer xk_…</code>，密钥由管理员签发。错误按 RFC 9457 以 <code>application/problem+json</code> 返回，其 <code>type</code> 所指页面用中英文说明原因和处理办法。</p>
<ul>${Object.values(usersInChinese)
      .map((text) => `<li>${text}</li>`)
      .join('')}</ul>
<p>操作名称、参数和字段与程序一致，故不翻译；展开任一操作可见其参数、请求示例和应答示例。</p></section>
<h2>Who may do what</h2><p class="quiet">What everybody with a key may read stands below; here is what a role may do beside.</p>
${(Object.keys(users) as (keyof typeof users)[]).map((role) => userPart(role, listed)).join('')}
<h2>Report types</h2><ul>${schemas.join('')}</ul>
${sections.join('')}`,
  );
};
