import type { KnownPaths } from '../http/known-paths.js';
import type { RouteDeclaration } from '../http/route.js';
import { inert, page } from './pages.js';

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
