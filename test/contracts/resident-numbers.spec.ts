import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { fixedClock } from '#calendar';
import { KnownPaths } from '../../apps/registry/src/http/request-path.js';
import { neededQuery } from '../support/query-parameters.js';
import { issuedLoan, usccOf } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/*
 * A person's identity number is refused wherever text may end in a fact, a list or a log: in each path, query, header and body of each
 * route, however it is spelt. The answer never repeats it, and nothing that is stored holds it.
 */

const bank = 'C1010211000012';
const number = '11010519491231002X';
const spellings = [
  number,
  '11010519491231002x',
  '%31%31010519491231002X',
  '110105-19491231-002X',
  '110105%2019491231%20002x',
  encodeURIComponent('１１０１０５１９４９１２３１００２Ｘ'),
  `no-${number}.a`,
];
const inAnySpelling = /11010519491231002x|110105[- ]19491231[- ]002x|１１０１０５/i;

describe('a resident number', () => {
  let registry: RunningRegistry;
  let pool: pg.Pool;
  const keys = {} as Record<string, string>;

  beforeAll(async () => {
    registry = await runningRegistry();
    pool = new pg.Pool({ connectionString: registry.ownerUrl, max: 2 });
    for (const role of ['supervisor', 'auditor', 'admin'] as const) keys[role] = await registry.keyFor(role);
    keys['bank'] = await registry.bank(bank);
  });

  afterAll(async () => {
    await pool.end();
    await registry.close();
  });

  const routes = (): readonly { readonly method: string; readonly url: string; readonly key: string }[] =>
    registry.application
      .get(KnownPaths)
      .all()
      .flatMap(({ method, url, declaration: { access, answers, ownInstitution } }) => {
        if (access === 'public' || answers[501]) return [];
        // A bank is asked first whose figures it wants, where it may see none but its own.
        const role = access.find((each) => !ownInstitution || each !== 'bank');
        return [{ method: method.toLowerCase(), url, key: keys[role ?? ''] ?? '' }];
      });

  const asked = (method: string, path: string, key: string, headers: Record<string, string> = {}) =>
    registry.ask(method as 'get', path, {
      key,
      headers,
      ...(method === 'post' || method === 'put' ? { body: {} } : {}),
    });

  it.each(spellings)('is refused in every place of every path: %s', async (spelling) => {
    const paths = routes().flatMap(({ method, url, key }) =>
      [...url.matchAll(/:\w+/g)].map(({ index, 0: name }) => {
        const rest = url.slice(index + name.length);
        const path = `${url.slice(0, index)}${spelling}${rest}`.replaceAll(/:\w+/g, 'X');
        return { method, path: `${path}${neededQuery(`${method.toUpperCase()} ${url}`)}`, key };
      }),
    );
    expect(paths.length).toBeGreaterThan(15);
    for (const { method, path, key } of paths) {
      const answer = await asked(method, path, key);
      // Whoever only asks for a thing of that name is told that there is none.
      const expected = method === 'get' ? [404, '/problems/not-found'] : [400, '/problems/invalid-request'];
      expect([method, path, answer.status, answer.body.type]).toEqual([method, path, ...expected]);
      expect(answer.text).not.toMatch(inAnySpelling);
    }
  });

  it.each(['rule', 'borrower', 'programme', 'cursor'])('is refused in a query: %s', async (name) => {
    const lists = { rule: 'refusals', borrower: 'loans', programme: 'bailout/allocations', cursor: 'loans' };
    for (const spelling of spellings) {
      const path = `/v1/${lists[name as keyof typeof lists]}?${name}=A&${name}=${spelling}`;
      const answer = await asked('get', path, keys['supervisor'] ?? '');
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-request']);
      expect(answer.text + JSON.stringify(answer.headers)).not.toMatch(inAnySpelling);
    }
  });

  it('is refused as an Idempotency-Key', async () => {
    const body = { programme: 'RELIEF', institution: bank, amount: '1.00' };
    for (const key of [number, '110105-19491231-002X', `k.${number}`]) {
      const answer = await registry.ask('post', '/v1/bailout/allocations', {
        key: keys['supervisor'] ?? '',
        headers: { 'idempotency-key': key },
        body,
      });
      expect([answer.status, answer.body.type]).toEqual([400, '/problems/invalid-request']);
      expect(answer.text).not.toMatch(inAnySpelling);
    }
  });

  it('is refused in the body of each definition', async () => {
    const names = { zh: `甲 ${number}`, en: 'A' };
    const bodies: readonly (readonly [string, string, string, object])[] = [
      ['supervisor', 'put', '/v1/programmes/P', { name: names, from: '2024-01-01', to: '2024-12-31' }],
      [
        'supervisor',
        'put',
        '/v1/bailout/programmes/P',
        { name: names, from: '2024-01-01', to: '2024-12-31' },
      ],
      ['supervisor', 'post', `/v1/institutions/${bank}/suspension`, { reason: '１１０１０５-19491231-002x' }],
      ['admin', 'post', '/v1/institutions', { code: 'C1010211000013', name: names, kind: 'BANK' }],
      ['admin', 'post', '/v1/keys', { role: 'auditor', label: `of 110105 19491231 002X` }],
    ];
    for (const [role, method, path, body] of bodies) {
      const answer = await registry.ask(method as 'put', path, { key: keys[role] ?? '', body });
      expect([path, answer.status, answer.body.rule]).toEqual([path, 422, 'IDN-R04']);
      expect(answer.text).not.toMatch(inAnySpelling);
    }
  });

  it('is refused in a report, whatever it stands in', async () => {
    const changes: readonly object[] = [
      { id: `r-${number}` },
      { subject: '110105-19491231-002X' },
      { traceparent: '110105\u00a019491231－002ｘ' },
      { [number.toLowerCase()]: 1 },
    ];
    for (const change of changes) {
      const body = { ...issuedLoan(bank, 'L1', 1), ...change };
      const answer = await registry.ask('post', '/v1/events', {
        key: keys['bank'] ?? '',
        type: cloudEvent,
        body,
      });
      expect([change, answer.status, answer.body.rule]).toEqual([change, 422, 'IDN-R04']);
      expect(answer.text).not.toMatch(inAnySpelling);
    }
    const { data, ...attributes } = issuedLoan(bank, 'L2', 1) as Record<string, string>;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
    );
    const encoded = await registry.ask('post', '/v1/events', {
      key: keys['bank'] ?? '',
      type: 'application/json',
      headers: { ...headers, 'ce-comment': '%31%31010519491231002%EF%BC%B8' },
      body: data,
    });
    expect([encoded.status, encoded.body.rule]).toEqual([422, 'IDN-R04']);
  });

  it('is told from a USCC that looks like one, which is the key of a borrower', async () => {
    // The number of a USCC of Fengxian, 310120: digits 7 to 14 may be a day.
    const like = Array.from({ length: 400 }, (_, no) =>
      usccOf(no, `913101${String(20_080_101_000 + no)}`),
    ).filter((code) => /^\d{17}[\dX]$/.test(code));
    const statuses: number[] = [];
    for (const code of like)
      statuses.push((await asked('get', `/v1/borrowers/${code}`, keys['auditor'] ?? '')).status);
    expect(new Set(statuses)).toEqual(new Set([404]));
    const facts = await asked('get', `/v1/facts?stream=borrower-${like[0]}`, keys['auditor'] ?? '');
    expect(facts.status).toBe(200);
    // The same digits anywhere else are refused where they are an identity number.
    const elsewhere: number[] = [];
    for (const code of like)
      elsewhere.push(
        (await asked('get', `/v1/bailout/allocations?programme=${code}`, keys['auditor'] ?? '')).status,
      );
    expect(new Set(elsewhere)).toEqual(new Set([200, 400]));
  });

  it('is in nothing that is stored', async () => {
    const { rows } = await pool.query<{ stored: string }>(
      `select row_to_json(facts)::text as stored from facts
       union all select row_to_json(refusals)::text from refusals`,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ stored }) => inAnySpelling.test(stored))).toEqual([]);
  });
});

describe('a number whose birthday is yet to come', () => {
  it('is none, by the clock of the registry: in a path, a query and a body', async () => {
    const registry = await runningRegistry({ clock: fixedClock(Date.parse('1949-12-30T12:00:00+08:00')) });
    try {
      const supervisor = await registry.keyFor('supervisor');
      const body = { name: { zh: number, en: number }, from: '2024-01-01', to: '2024-12-31' };
      const defined = await registry.ask('put', `/v1/programmes/${number}`, { key: supervisor, body });
      expect(defined.status).toBe(201);
      const listed = await registry.ask('get', `/v1/refusals?rule=${number}`, { key: supervisor });
      expect(listed.body).not.toMatchObject({ detail: expect.stringContaining('identity') });
    } finally {
      await registry.close();
    }
  });
});
