import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boundCursor } from '../../apps/registry/src/http/query-parameters.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { issuedLoan } from '../support/reports.js';

/* A cursor belongs to its question, and whatever it holds, a list answers with a page or says that it is none of its own. */

const bank = 'C1010211000012';
const history = '/v1/loans/:institution/:loanId/history';

const inCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const most = '\u{10ffff}';
const long = 'x'.repeat(400);

/** Each list with a key such as it has, and the greatest that it could have. */
const lists: readonly {
  readonly url: string;
  readonly usual: readonly unknown[];
  readonly greatest: readonly unknown[];
  readonly params?: object;
  /** What the list has to be asked for. */
  readonly query?: Readonly<Record<string, string>>;
}[] = [
  { url: '/v1/refusals', usual: [1], greatest: [Number.MAX_SAFE_INTEGER] },
  { url: '/v1/programmes', usual: [1], greatest: [Number.MAX_SAFE_INTEGER] },
  {
    url: '/v1/programmes/:code/forecasts',
    usual: [1, 'SH24-RENEW'],
    greatest: [Number.MAX_SAFE_INTEGER, long],
    params: { code: 'SH24' },
  },
  { url: '/v1/measures', usual: [1], greatest: [Number.MAX_SAFE_INTEGER] },
  {
    url: '/v1/measures/:code/facts',
    usual: [1, 0],
    greatest: [Number.MAX_SAFE_INTEGER, 2 ** 31 - 1],
    params: { code: 'issued-volume' },
  },
  {
    url: '/v1/explain',
    usual: [1, 0],
    greatest: [Number.MAX_SAFE_INTEGER, 2 ** 31 - 1],
    query: { programme: 'SH24', target: 'SH24-RENEW', from: '1' },
  },
  {
    url: '/v1/anomalies',
    usual: ['evergreening', `${bank} L1`],
    greatest: [most, long],
  },
  { url: '/v1/loans', usual: [bank, 'L1'], greatest: [most, long] },
  { url: history, usual: [0], greatest: [2 ** 31 - 1], params: { institution: bank, loanId: 'L1' } },
  { url: '/v1/first-time-borrowers', usual: [bank, 'L1'], greatest: [most, long] },
  { url: '/v1/bailout/disbursements', usual: [bank, 'P', 'D'], greatest: [most, '', long] },
  { url: '/v1/bailout/allocations', usual: [bank, 'P'], greatest: [most, ''] },
  { url: '/v1/bailout/programmes', usual: ['P'], greatest: [most] },
  { url: '/v1/indicators', usual: [bank, 'i', '2024-01-01', ''], greatest: [most, '', 'never', ''] },
  { url: '/v1/institutions', usual: [bank], greatest: [most] },
  { url: '/v1/usccs', usual: ['913100001322602501'], greatest: [most] },
  { url: '/v1/keys', usual: ['k'], greatest: [most] },
  { url: '/v1/operations/parked', usual: ['loan-book', 1], greatest: [most, Number.MAX_SAFE_INTEGER] },
  { url: '/v1/operations/rebuilds', usual: [1], greatest: [Number.MAX_SAFE_INTEGER] },
];

const foreign: readonly unknown[] = [
  null,
  1,
  'x',
  {},
  { 0: 1, length: 1 },
  [],
  [null],
  [true],
  [[1]],
  [{}],
  [-1],
  [1.5],
  [2 ** 53],
  ['a\0'],
  ['\ud800'],
  ['x'.repeat(401)],
  Array.from({ length: 200 }, () => 1),
];

describe('cursors', () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let administrator: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    const key = await registry.bank(bank);
    await registry.bank('C1010311000013');
    supervisor = await registry.keyFor('supervisor');
    administrator = await registry.keyFor('admin');
    const reports = [1, 2, 3, 4, 5, 3, 4].map((no, index) => ({
      ...(issuedLoan(bank, `L${no}`, 1) as object),
      id: `r${index}`,
    }));
    const sent = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
    expect(sent.body.results.map(({ status }: { status: number }) => status)).toEqual([
      201, 201, 201, 201, 201, 422, 422,
    ]);
    const shown = await registry.ask('get', '/v1/loans', {
      key: supervisor,
      headers: { 'await-position': sent.body.position },
    });
    expect(shown.body.items).toHaveLength(5);
  });

  afterAll(() => registry.close());

  const get = (path: string) =>
    registry.ask('get', path, { key: /^.v1.(keys|operations)/.test(path) ? administrator : supervisor });
  const pathOf = (url: string): string =>
    url
      .replace('programmes/:code', 'programmes/SH24')
      .replace(':institution', bank)
      .replace(':loanId', 'L1')
      .replace(':code', 'issued-volume');
  const cursorOf = (url: string, key: string, params: object = {}, query: object = {}): string =>
    boundCursor({ routeOptions: { url } as never, params, query }, key);

  /** As far as the cursor. */
  const asked = (url: string, query: Readonly<Record<string, string>> = {}): string =>
    `${pathOf(url)}?${[...Object.entries(query).map(([name, value]) => `${name}=${value}`), 'cursor='].join('&')}`;

  it.each(lists)('$url takes what it gave, and nothing else', async (list) => {
    const { url, usual, greatest, params, query } = list;
    const statusOf = async (key: string) =>
      (await get(`${asked(url, query)}${cursorOf(url, key, params, query)}`)).status;
    expect(await statusOf(inCursor(usual))).toBe(200);
    expect(await statusOf(inCursor(greatest))).toBe(200);
    for (const key of foreign) expect([key, await statusOf(inCursor(key))]).toEqual([key, 400]);
    expect(await statusOf(inCursor([...usual, 1]))).toBe(400);
    for (const text of ['', '.', 'W', '%FF', `${inCursor(usual)}=`, `${inCursor(usual)}A`])
      expect([text, await statusOf(text)]).toEqual([text, 400]);
  });

  it.each(lists)("$url takes no other list's", async ({ url, usual, params, query }) => {
    const statusOf = async (cursor: string) => (await get(`${asked(url, query)}${cursor}`)).status;
    for (const { url: other, usual: key, params: otherParams } of lists)
      if (other !== url) expect(await statusOf(cursorOf(other, inCursor(key), otherParams, query))).toBe(400);
    expect(await statusOf(cursorOf(url, inCursor(usual), { ...params, loanId: 'L2' }, query))).toBe(400);
    expect(await statusOf(inCursor(usual))).toBe(400);
  });

  it('go with the filters that were given, in whatever order, and with any limit', async () => {
    const filters = 'district=310115&district=310104&size=MICRO';
    const { body, headers } = await get(`/v1/loans?${filters}&limit=2`);
    expect(body.items.map(({ loanId }: { loanId: string }) => loanId)).toEqual(['L1', 'L2']);
    const next = async (query: string) => get(`/v1/loans?${query}&cursor=${body.next}`);
    for (const same of [
      filters,
      'size=MICRO&district=310104&district=310115',
      `limit=1000&${filters}&size=MICRO`,
    ]) {
      const page = await next(same);
      expect(page.status).toBe(200);
      expect(page.body.items.map(({ loanId }: { loanId: string }) => loanId).slice(0, 2)).toEqual([
        'L3',
        'L4',
      ]);
    }
    for (const other of ['', 'size=MICRO', 'district=310115&size=MICRO', `${filters}&tag=GREEN`]) {
      const answer = await next(other);
      expect([other, answer.status, answer.body.errors]).toEqual([
        other,
        400,
        [{ pointer: '?cursor', message: 'is no cursor of this list with these filters' }],
      ]);
    }
    const link = /^<(.*)>; rel="next"$/.exec(headers['link'] ?? '')?.[1] ?? '';
    expect((await get(link)).body).toMatchObject({ items: [{ loanId: 'L3' }, { loanId: 'L4' }] });
  });

  it('lead through refusals, newest first, while more come', async () => {
    const first = await get('/v1/refusals?limit=1');
    const key = await registry.bank(bank);
    await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: [{}] });
    const second = await get(`/v1/refusals?limit=1&cursor=${first.body.next}`);
    // Both were refused in one batch, side by side: which of them is the newer is not said.
    expect(
      [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id).toSorted(),
    ).toEqual(['r5', 'r6']);
    expect(second.body.next).toBeNull();
    expect(second.headers['link']).toBeUndefined();
  });
});
