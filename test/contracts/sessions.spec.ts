import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Sessions } from '#access';
import { createPool } from '#database';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Signing in to the console: what the cookie is, whom it lets in, and how it ends. */

const ownPage = { 'sec-fetch-site': 'same-origin' };
const cookieForm = /^xudai-session=([A-Za-z0-9_-]{43}); Path=\/; Max-Age=(\d+); HttpOnly; SameSite=Strict$/;

describe('a session', () => {
  let registry: RunningRegistry;
  let owner: pg.Client;

  beforeAll(async () => {
    registry = await runningRegistry();
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  const beginning = (body: object, headers: Readonly<Record<string, string>> = ownPage) =>
    registry.ask('post', '/v1/session', { key: null, body, headers });

  /** Whoever signs in too often in a second is turned away; a person comes again. */
  const answered = async (...asking: Parameters<typeof beginning>): ReturnType<typeof beginning> => {
    for (;;) {
      const answer = await beginning(...asking);
      if (answer.status !== 429) return answer;
      await new Promise((later) => setTimeout(later, 50));
    }
  };

  /** The cookie, as a browser sends it back. */
  const signedIn = async (key: string): Promise<string> => {
    const answer = await answered({ key });
    if (answer.status !== 201) throw new Error(answer.text);
    const [cookie = ''] = [answer.headers['set-cookie'] ?? []].flat();
    return cookie.split(';')[0] ?? '';
  };

  const asked = (method: 'get' | 'post' | 'put' | 'delete', path: string, headers: object, body?: object) =>
    registry.ask(method, path, { key: null, headers: { ...headers }, ...(body ? { body } : {}) });

  it('lets in as the key does, and the cookie holds nothing of the key', async () => {
    const key = await registry.bank('C1010211000012');
    const cookie = await signedIn(key);
    expect(cookie).not.toContain(key.split('_')[2]);
    const answer = await asked('get', '/v1/session', { cookie });
    expect([answer.status, { ...answer.body, keyLastUsedAt: undefined }]).toEqual([
      200,
      {
        role: 'bank',
        institution: 'C1010211000012',
        keyId: key.split('_')[1],
        label: 'test',
        keyExpiresAt: null,
        endsAt: expect.stringMatching(/Z$/),
      },
    ]);
    expect((await asked('get', '/v1/loans', { cookie })).status).toBe(200);
    expect((await asked('get', '/v1/keys', { cookie })).status).toBe(403);
  });

  it('is out of reach of scripts and of other sites, for twelve hours at most', async () => {
    const answer = await answered({ key: await registry.keyFor('auditor') });
    const [, token = '', seconds] = cookieForm.exec(String(answer.headers['set-cookie'])) ?? [];
    expect(Number(seconds)).toBeGreaterThan(12 * 3_600 - 60);
    expect(Number(seconds)).toBeLessThanOrEqual(12 * 3_600);
    const { rows } = await owner.query('select encode(token_hash, $1) || key_id as kept from sign_in', [
      'hex',
    ]);
    for (const { kept } of rows) expect(String(kept)).not.toContain(token);
  });

  it('is not begun with a copy of the table', async () => {
    await signedIn(await registry.keyFor('auditor'));
    const { rows } = await owner.query<{ hash: string; text: string }>(
      `select encode(token_hash, 'hex') as hash, replace(translate(encode(token_hash, 'base64'), '+/', '-_'), '=', '') as text from sign_in`,
    );
    for (const { hash, text } of rows)
      for (const token of [hash, text])
        expect((await asked('get', '/v1/session', { cookie: `xudai-session=${token}` })).status).toBe(401);
  });

  it.each([
    ['no word of where it comes from', {}],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'http://evil.example' }],
    [
      'an origin that ends alike',
      { origin: 'http://evil.example//registry.example', host: 'registry.example' },
    ],
    ['no origin', { origin: 'null' }],
  ])('changes nothing and is not begun for %s', async (_, headers) => {
    const cookie = await signedIn(await registry.keyFor('admin'));
    const body = { role: 'auditor', label: 'forged' };
    const forged = await asked('post', '/v1/keys', { ...headers, cookie }, body);
    expect([forged.status, forged.body.type]).toEqual([403, '/problems/forbidden']);
    expect((await asked('delete', '/v1/session', { ...headers, cookie })).status).toBe(403);
    expect((await answered({ key: await registry.keyFor('admin') }, headers)).status).toBe(403);
    expect((await asked('get', '/v1/keys', { ...headers, cookie })).text).not.toContain('forged');
  });

  it.each([
    ['a browser that says so', ownPage],
    ['an origin that is the host', { origin: 'http://registry.example', host: 'registry.example' }],
  ])('changes things for %s', async (_, headers) => {
    const cookie = await signedIn(await registry.keyFor('admin'));
    const made = await asked('post', '/v1/keys', { ...headers, cookie }, { role: 'auditor', label: 'x' });
    expect(made.status).toBe(201);
  });

  it('ends by signing out, at once', async () => {
    const key = await registry.keyFor('auditor');
    const [cookie, other] = [await signedIn(key), await signedIn(key)];
    const out = await asked('delete', '/v1/session', { cookie, ...ownPage });
    const emptied = 'xudai-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict';
    expect(out.headers['set-cookie']).toEqual([emptied]);
    const ended = async (headers: object) => (await asked('get', '/v1/session', headers)).body.ended;
    expect([await ended({ cookie }), await ended({})]).toEqual(['session', undefined]);
    expect((await asked('get', '/v1/session', { cookie: other })).status).toBe(200);
  });

  it('ends with its key within five seconds, and whoever has either is told which of them ended', async () => {
    const key = await registry.keyFor('auditor');
    const cookie = await signedIn(key);
    await registry.ask('delete', `/v1/keys/${key.split('_')[1]}`);
    const deadline = performance.now() + 5_000;
    while ((await asked('get', '/v1/session', { cookie })).body.ended !== 'key')
      if (performance.now() > deadline) throw new Error('It goes on.');
    expect((await answered({ key })).body).toMatchObject({ status: 401, ended: 'key' });
    expect((await answered({ key: `${key}a` })).body.ended).toBeUndefined();
  });

  it('does not stand in for a key that is named', async () => {
    const cookie = await signedIn(await registry.keyFor('admin'));
    const answer = await registry.ask('get', '/v1/keys', { key: 'xk_none_wrong', headers: { cookie } });
    expect(answer.status).toBe(401);
  });

  it('ends with its key, and says so', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const issued = await registry.ask('post', '/v1/keys', {
      body: { role: 'auditor', label: 'short', expiresAt },
    });
    const answer = await answered({ key: issued.body.key });
    expect([answer.status, answer.headers['cache-control']]).toEqual([201, 'no-store']);
    expect(answer.body).toMatchObject({ keyExpiresAt: expiresAt, endsAt: expiresAt });
  });

  it.each([{ key: `xk_none_${'a'.repeat(40)}` }, { key: '' }, { link: 'a'.repeat(43) }, { link: '' }])(
    'is not begun with %j',
    async (body) => {
      expect((await answered(body)).status).toBe(401);
    },
  );

  it('reads no more of a stranger than a key needs', async () => {
    expect((await answered({ key: 'k'.repeat(1_024) })).status).toBe(413);
  });

  it('is begun by a link once, whoever else comes with it at the same time', async () => {
    const pool = createPool(registry.appUrl, { max: 1, applicationName: 'links' });
    const link = await new Sessions(pool, { clock: { now: () => Date.now() } } as never).newLink('boot');
    await pool.end();
    await new Promise((later) => setTimeout(later, 1_000));
    const answers = await Promise.all([1, 2, 3].map(() => beginning({ link })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401]);
    // It is no session.
    expect((await asked('get', '/v1/session', { cookie: `xudai-session=${link}` })).status).toBe(401);
  });

  it('is tried so often in a second, and no more', async () => {
    /** Who is turned away of more than even a slow machine takes seconds for; of the others there are five at once, and five a second. */
    const turnedAwayOf = async (key: string): Promise<readonly Awaited<ReturnType<typeof beginning>>[]> => {
      const fromMs = performance.now();
      const answers = await Promise.all(Array.from({ length: 40 }, () => beginning({ key })));
      const seconds = (performance.now() - fromMs) / 1_000;
      const turnedAway = answers.filter(({ status }) => status === 429);
      expect(answers.length - turnedAway.length).toBeLessThanOrEqual(5 + 5 * seconds + 1);
      return turnedAway;
    };
    const [first] = await turnedAwayOf('wrong');
    expect(first?.headers).toMatchObject({ 'retry-after': '1', 'ratelimit-policy': '"address";q=5;w=1' });
    // Who has a key signs in beside who guesses.
    const key = await registry.keyFor('auditor');
    const [guessing, signingIn] = [turnedAwayOf('wrong'), beginning({ key })];
    expect((await signingIn).status).toBe(201);
    expect((await guessing).length).toBeGreaterThan(0);
    const [tooMany] = await turnedAwayOf(key);
    expect(tooMany?.body.detail).toBe('Too many sessions of this key.');
  });
});
