import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KnownPaths } from '../../apps/registry/src/http/request-path.js';
import { hostileValues } from '../support/hostile-values.js';
import { digestHeader } from '../support/submitting.js';
import { neededBy, parametersOfRoutes, sampleTarget } from '../support/query-parameters.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Each query parameter of each route, driven out of its range: what is wrong is told, and nothing first fails in the database. */

const sentTo = (route: string): object => {
  if (route === 'POST /v1/events') return { type: cloudEventBatch, body: [{}] };
  if (route === 'POST /v1/measures/preview')
    return {
      body: {
        name: { zh: '名', en: 'Name' },
        op: 'COUNT',
        unit: 'COUNT',
        sources: [{ fact: 'LoanIssued', sign: 1 }],
      },
    };
  return route.startsWith('GET')
    ? {}
    : {
        type: 'application/x-ndjson',
        body: '{}\n',
        headers: { 'content-digest': digestHeader('{}\n'), 'xudai-record-count': '1' },
      };
};

describe('query parameters', () => {
  let registry: RunningRegistry;
  const keys = new Map<string, string>();

  beforeAll(async () => {
    registry = await runningRegistry();
    keys.set('bank', await registry.bank('C1010211000012'));
    for (const role of ['supervisor', 'auditor', 'admin'] as const)
      keys.set(role, await registry.keyFor(role));
  });

  afterAll(() => registry.close());

  const status = async (route: string, query: string): Promise<number> => {
    const [method = '', path = ''] = route.split(' ');
    const declared = registry.application
      .get(KnownPaths)
      .all()
      .find((each) => `${each.method} ${each.url}` === route);
    const roles = declared?.declaration.access ?? [];
    const key = keys.get(roles.includes('supervisor') ? 'supervisor' : (roles[0] ?? '')) ?? null;
    const needed = Object.entries(neededBy[route] ?? {})
      .filter(([name]) => !query.startsWith(`${name}=`))
      .map(([name, value]) => `&${name}=${value}`);
    return (
      await registry.ask(method.toLowerCase() as 'get', `${sampleTarget(path)}?${query}${needed.join('')}`, {
        key,
        ...sentTo(route),
      })
    ).status;
  };

  it('are these and no others', () => {
    const declared = registry.application
      .get(KnownPaths)
      .all()
      // Pages for everybody are shown whatever else is asked of them.
      .filter(({ declaration }) => declaration.access !== 'public')
      .map(({ method, url, declaration }) => [
        `${method} ${url}`,
        Object.keys(declaration.query?.shape ?? {}).toSorted(),
      ])
      .filter(([, names]) => names !== undefined && names.length > 0);
    const listed = Object.entries(parametersOfRoutes).map(([route, parameters]) => [
      route,
      Object.keys(parameters).toSorted(),
    ]);
    expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(listed));
  });

  it.each(['lang=zh', 'lang=xx', 'lang=zh&lang=en', 'lang=%FF', 'other=1'])(
    'a page for everybody is shown with ?%s',
    async (query) => {
      const { status: shown } = await registry.ask('get', `/docs?${query}`, { key: null });
      expect(shown).toBe(200);
    },
  );

  const cases = Object.entries(parametersOfRoutes).flatMap(([route, parameters]) =>
    Object.entries(parameters).map(([name, kind]) => ({ route, name, kind })),
  );

  it.each(cases)('$route: $name', async ({ route, name, kind }) => {
    const { refused, taken } = hostileValues[kind];
    for (const value of refused)
      expect([value.slice(0, 50), await status(route, `${name}=${value}`)]).toEqual([
        value.slice(0, 50),
        400,
      ]);
    // What is understood is answered, or there is no such thing.
    for (const value of taken)
      expect([value, [200, 201, 404].includes(await status(route, `${name}=${value}`))]).toEqual([
        value,
        true,
      ]);
  });

  it.each(cases.filter(({ kind }) => kind !== 'filter' && kind !== 'word'))(
    '$route: $name given twice',
    async ({ route, name, kind }) => {
      const [value = 'x'] = hostileValues[kind].taken;
      expect(await status(route, `${name}=${value}&${name}=${value}`)).toBe(400);
    },
  );

  /** Bounds in order, and the same the other way round. */
  const spans: Readonly<Record<string, readonly string[]>> = {
    day: ['2024-02-01', '2024-02-02'],
    seq: ['1', '2'],
    cut: ['1', '2'],
    // A day is whole as an end.
    moment: ['2024-02-01T12:00:00Z', '2024-02-01'],
  };
  const spanned = Object.entries(parametersOfRoutes).flatMap(([route, { from, to }]) =>
    from && to ? [{ route, first: spans[from]?.[0] ?? '', last: spans[from]?.[1] ?? '' }] : [],
  );
  it.each(spanned)('$route: from no later than to', async ({ route, first, last }) => {
    expect([200, 404]).toContain(await status(route, `from=${first}&to=${last}`));
    expect([200, 404]).toContain(await status(route, `from=${first}&to=${first}`));
    const later = route === 'GET /v1/refusals' ? '2024-02-02T12:00:00+08:00' : last;
    expect(await status(route, `from=${later}&to=${first}`)).toBe(400);
  });
});
