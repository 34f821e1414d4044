import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { administered, type Administered } from '../support/administered.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* What is administered is replaced as a whole, can be put back as it was read, and each of several at once is told its own. */

describe('what is put', () => {
  let registry: RunningRegistry;
  let supervisor: string;
  let administrator: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
    administrator = await registry.keyFor('admin');
    for (const { prepare } of administered)
      for (const { method, path, body, by } of prepare ?? [])
        expect((await registry.ask(method, path, { key: keyOf(by), body })).status).toBe(201);
  });

  afterAll(() => registry.close());

  const keyOf = (by: Administered['by']): string => (by === 'admin' ? administrator : supervisor);
  const put = ({ path, by }: Administered, body: object) =>
    registry.ask('put', path, { key: keyOf(by), body });
  const read = async ({ readAt, by, within }: Administered) =>
    within((await registry.ask('get', readAt, { key: keyOf(by) })).body);
  const bodyIn = ({ whole }: Administered, answer: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.keys(whole).map((member) => [member, answer[member]]));
  const named = (en: string) => ({ name: { zh: '名', en } });
  const without = (whole: object, member: string) =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => name !== member));

  it.each(administered)('$kind: what was read can be put back, and nothing is recorded', async (each) => {
    const first = await put(each, each.whole);
    expect([first.status, bodyIn(each, first.body)]).toEqual([201, each.whole]);
    const again = await put(each, bodyIn(each, await read(each)));
    expect([again.status, again.body.position]).toEqual([200, first.body.position]);
    expect(again.headers['location']).toBeUndefined();
    expect(first.headers['location']).toMatch(/^\/v1\/[\w/.:-]+$/);
  });

  const optional = administered.flatMap((each) => each.optional.map((member) => ({ ...each, member })));

  it.each(optional)('$kind: $member left out is not there any more, and null says the same', async (each) => {
    const { whole, member } = each;
    await put(each, whole);
    const gone = await put(each, without(whole, member));
    expect([gone.status, gone.body[member]]).toEqual([201, each.absent[member] ?? null]);
    expect((await put(each, { ...whole, [member]: null })).status).toBe(200);
    expect((await put(each, whole)).status).toBe(201);
    const asNull = await put(each, { ...whole, [member]: null, ...named('Otherwise') });
    expect([asNull.status, asNull.body[member]]).toEqual([201, each.absent[member] ?? null]);
    const back = await put(each, bodyIn(each, await read(each)));
    expect([back.status, back.body.position]).toEqual([200, asNull.body.position]);
  });

  it.each(administered)('$kind: each of six at once is told its own', async (each) => {
    await put(each, each.whole);
    const bodies = [1, 2, 3, 4, 5, 6].map((no) => ({ ...each.whole, ...named(`Name ${no}`) }));
    const answers = await Promise.all(bodies.map((body) => put(each, body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 201));
    for (const [index, { body }] of answers.entries()) expect(bodyIn(each, body)).toEqual(bodies[index]);
    expect(new Set(answers.map(({ body }) => body.position)).size).toBe(6);
    const versions = answers.flatMap(({ body }) => body['version'] ?? []);
    expect(new Set(versions).size).toBe(versions.length);
    for (const { body } of answers) expect(body.basis.seq).toBeGreaterThanOrEqual(Number(body.position));
  });

  it('a calendar: each of six at once is told its own', async () => {
    const bodies = [1, 2, 3, 4, 5, 6].map((no) => ({ off: [`2024-01-0${no}`], worked: [] }));
    const answers = await Promise.all(
      bodies.map((body) => registry.ask('put', '/v1/calendars/WHOLE/2024', { key: supervisor, body })),
    );
    const years = answers.map(
      ({ body: { years } }) => (years as readonly Readonly<Record<string, unknown>>[])[0],
    );
    expect(years.map((year) => ({ off: year?.['off'], worked: year?.['worked'] }))).toEqual(bodies);
    expect(years.map((year) => year?.['version']).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    const last = years.findIndex((year) => year?.['version'] === 6);
    const { off, worked } = years[last] ?? {};
    const again = await registry.ask('put', '/v1/calendars/WHOLE/2024', {
      key: supervisor,
      body: { off, worked },
    });
    expect([again.status, again.body.position]).toEqual([200, answers[last]?.body.position]);
  });

  it('a lawful USCC: each of six at once is told its own', async () => {
    const reasons = ['a', 'b', 'c', 'd', 'e', 'f'];
    const answers = await Promise.all(
      reasons.map((reason) =>
        registry.ask('put', '/v1/usccs/913100001322602501', { key: supervisor, body: { reason } }),
      ),
    );
    expect(answers.map(({ status, body }) => [status, body.reason])).toEqual(
      reasons.map((reason) => [201, reason]),
    );
    expect(new Set(answers.map(({ body }) => body.seq)).size).toBe(6);
  });

  it('the day from which an institution reports alone stays', async () => {
    const [institution] = administered;
    if (!institution) throw new Error('Nothing is administered.');
    await put(institution, institution.whole);
    const amended = await put(institution, {
      ...without(institution.whole, 'reportingFrom'),
      ...named('Amended'),
    });
    expect([amended.status, amended.body.reportingFrom]).toEqual([201, institution.whole['reportingFrom']]);
    const asNull = await put(institution, { ...institution.whole, reportingFrom: null, ...named('Amended') });
    expect([asNull.status, asNull.body.reportingFrom]).toEqual([200, institution.whole['reportingFrom']]);
  });

  it('POST of an institution that exists otherwise is 409, and of six at once one is new', async () => {
    const code = 'C1010911000019';
    const post = (more: object) =>
      registry.ask('post', '/v1/institutions', { body: { code, kind: 'BANK', ...named('Bank'), ...more } });
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((no) => post(named(`Bank ${no}`))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const index = answers.findIndex(({ status }) => status === 201);
    expect(answers[index]?.body.name.en).toBe(`Bank ${index + 1}`);
    const same = named(`Bank ${index + 1}`);
    expect((await post(same)).status).toBe(200);
    expect((await post({ ...same, lei: null, reportingFrom: null })).status).toBe(200);
    expect((await post({ ...same, lei: '300300C1030935001303' })).status).toBe(409);
    await registry.ask('put', `/v1/institutions/${code}`, {
      body: { code, kind: 'BANK', ...same, lei: '300300C1030935001303' },
    });
    expect((await post(same)).status).toBe(409);
  });

  it('a suspension is told as its own, though it was lifted since; of several reasons one stands', async () => {
    const code = 'C1010911000019';
    const suspend = (reason: string) =>
      registry.ask('post', `/v1/institutions/${code}/suspension`, { key: supervisor, body: { reason } });
    const lift = () => registry.ask('delete', `/v1/institutions/${code}/suspension`, { key: supervisor });
    const answers = await Promise.all([...['a', 'b', 'c', 'd'].map(suspend), lift(), lift()]);
    for (const [index, { status, body }] of answers.slice(0, 4).entries())
      if (status === 201) expect(body.suspended.reason).toBe(['a', 'b', 'c', 'd'][index]);
      else expect(status).toBe(409);
    for (const { status } of answers.slice(4)) expect(status).toBe(204);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
  });

  it('a key is always a new one, and null is an absent institution', async () => {
    const body = { role: 'auditor', institution: null, label: 'same', expiresAt: null };
    const answers = await Promise.all([1, 2].map(() => registry.ask('post', '/v1/keys', { body })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(2);
    expect((await registry.ask('post', '/v1/keys', { body: { ...body, role: 'bank' } })).status).toBe(400);
  });
});
