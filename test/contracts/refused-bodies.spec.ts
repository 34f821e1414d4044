import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administered } from '../support/administered.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Whatever stands in a member of an administrative body where something else belongs: the answer names the member and says what does. */

type Role = 'admin' | 'supervisor' | 'auditor';
type Body = Readonly<Record<string, unknown>>;

const institution = 'C1010211000012';
const filters: readonly Body[] = [
  { eq: ['/loan/product', 'TRADE'] },
  { in: ['/loan/tags', ['GREEN']] },
  { gte: ['/data/amount', '5.00'] },
  { exists: '/loan/tags' },
  { and: [{ eq: ['/loan/product', 'TRADE'] }, { not: { lte: ['/data/amount', '5.00'] } }] },
];
const measure = administered.find(({ kind }) => kind === 'measure')?.whole ?? {};
const target = administered.find(({ kind }) => kind === 'target')?.whole ?? {};

const bodies: readonly (readonly [Role, 'put' | 'post', string, Body])[] = [
  ...administered.map(({ by, path, whole }) => [by, 'put', path, whole] as const),
  ...filters.map((filter) => ['supervisor', 'put', '/v1/measures/filtered', { ...measure, filter }] as const),
  ['supervisor', 'put', '/v1/programmes/TARGETS/targets/DAY', { ...target, period: { asAt: '2024-12-31' } }],
  ['admin', 'post', '/v1/institutions', { code: institution, name: { zh: 'a', en: 'a' }, kind: 'BANK' }],
  ['supervisor', 'post', `/v1/institutions/${institution}/suspension`, { reason: 'a' }],
  [
    'admin',
    'post',
    '/v1/keys',
    { role: 'bank', institution, label: 'a', expiresAt: '2099-01-01T00:00:00.000Z' },
  ],
  ['supervisor', 'put', '/v1/calendars/CN/2031', { off: ['2031-01-01'], worked: [] }],
  ['supervisor', 'put', '/v1/usccs/91310115000000001X', { reason: 'a' }],
  ['supervisor', 'post', '/v1/bailout/allocations', { programme: 'A', institution, amount: '5.00' }],
  [
    'supervisor',
    'post',
    '/v1/first-time-borrowers/91310115000000001X/decision',
    { institution, loanId: 'L', reason: 'a' },
  ],
  ['auditor', 'post', '/v1/replays', { programme: 'SH24', effectiveAsOf: '2024-12-31', knownAt: 5 }],
];

const odd: readonly unknown[] = [
  null,
  5,
  1.5,
  true,
  '',
  '\u0001',
  [],
  [5],
  {},
  { x: 1 },
  { eq: 5 },
  { from: 5 },
];

/** The body with each value in it replaced by each odd one, and where that was. */
const spoiledIn = (value: unknown, pointer = ''): readonly (readonly [string, unknown])[] => {
  const here = odd.map((other) => [pointer, other] as const);
  if (typeof value !== 'object' || value === null) return here;
  const deeper = Object.entries(value).flatMap(([name, member]) =>
    spoiledIn(member, `${pointer}/${name}`).map(
      ([at, changed]) =>
        [
          at,
          Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed },
        ] as const,
    ),
  );
  return pointer === '' ? [...deeper, ['/x', { ...value, x: 1 }]] : [...here, ...deeper];
};

describe('a body that is refused', () => {
  let registry: RunningRegistry;
  const keys = new Map<Role, string>();

  beforeAll(async () => {
    registry = await runningRegistry();
    for (const role of ['admin', 'supervisor', 'auditor'] as const)
      keys.set(role, await registry.keyFor(role));
  });
  afterAll(() => registry.close());

  it.each(bodies)('of %s to %s %s', async (by, method, path, body) => {
    const key = keys.get(by) ?? '';
    const headers = { 'idempotency-key': 'a' };
    let refused = 0;
    const faults: string[] = [];
    for (const [at, spoilt] of spoiledIn(body)) {
      const answer = await registry.ask(method, path, { key, body: spoilt, headers });
      if (answer.body.rule !== 'SCH-R01') continue;
      refused += 1;
      for (const { pointer, rule, message } of answer.body.errors) {
        const isNear = `${at}/`.startsWith(pointer === '' ? '/' : `${pointer}/`) || pointer.startsWith(at);
        if (
          !isNear ||
          rule !== 'SCH-R01' ||
          !/^(must|has|is missing: must) /.test(message) ||
          /undefined|Invalid/.test(message)
        )
          faults.push(`${at} in ${JSON.stringify(spoilt)}: ${pointer} ${message}`);
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(refused).toBeGreaterThan(5);
  });

  it('says what was meant, where forms are to choose from', async () => {
    const refusalOf = async (by: Role, path: string, body: Body) => {
      const method = path === '/v1/replays' ? 'post' : 'put';
      const { errors } = (await registry.ask(method, path, { key: keys.get(by) ?? '', body })).body;
      return errors.map((error: Record<string, string>) => `${error['pointer']} ${error['message']}`);
    };
    const filtered = (filter: unknown) =>
      refusalOf('supervisor', '/v1/measures/filtered', { ...measure, filter });
    const during = (period: unknown) =>
      refusalOf('supervisor', '/v1/programmes/TARGETS/targets/WHOLE', { ...target, period });
    expect(await refusalOf('auditor', '/v1/replays', { programme: 'SH24', knownAt: true })).toEqual([
      '/knownAt must be given as number or string',
    ]);
    expect(await filtered({ eq: ['/loan/product', 5] })).toEqual([
      '/filter/eq/1 must be given as string or boolean',
    ]);
    expect(await filtered(5)).toEqual(['/filter must be given as object']);
    expect(await filtered({ and: [{ eq: 5 }] })).toEqual(['/filter/and/0/eq must be given as array']);
    expect(await filtered({ is: 5 })).toEqual([
      '/filter has a member that the schema does not know, or one that does not go with the others',
    ]);
    expect(await during({})).toEqual(['/period must have the members from and to, or asAt']);
    expect(await during({ from: '2024-01-01' })).toEqual(['/period/to is missing: must be given as string']);
  });
});
