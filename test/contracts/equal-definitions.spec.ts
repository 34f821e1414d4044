import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* Several say the same at once: one of them records it, and every answer shows what stands. */

describe('equal definitions at the same time', () => {
  let registry: RunningRegistry;
  let supervisor: string;

  beforeAll(async () => {
    registry = await runningRegistry();
    supervisor = await registry.keyFor('supervisor');
  });

  afterAll(() => registry.close());

  const definitions = [
    [
      'programme',
      '/v1/programmes/RACE',
      { name: { zh: 'a', en: 'b' }, from: '2024-01-01', to: '2024-12-31' },
    ],
    [
      'measure',
      '/v1/measures/race',
      {
        name: { zh: 'a', en: 'b' },
        op: 'SUM',
        unit: 'CNY',
        sources: [{ fact: 'LoanWrittenOff', sign: 1, quantity: '/data/amount' }],
      },
    ],
    ['calendar', '/v1/calendars/RACE/2024', { off: [], worked: [] }],
    [
      'bailout programme',
      '/v1/bailout/programmes/RACE',
      { name: { zh: 'a', en: 'b' }, from: '2024-01-01', to: '2024-12-31', cap: '5.00' },
    ],
  ] as const;

  it.each(definitions)(
    'of four equal definitions of a %s one is new, and each answer shows it',
    async (_, path, body) => {
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => registry.ask('put', path, { key: supervisor, body })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
      const [first] = answers;
      for (const { body: shown } of answers) {
        expect(shown.position).toBe(first?.body.position);
        expect(shown).toMatchObject('cap' in body || 'name' in body ? { name: body.name } : { code: 'RACE' });
      }
    },
  );

  it('of four equal registrations and suspensions one is new, and each answer shows it', async () => {
    const body = { code: 'C1010911000019', name: { zh: 'a', en: 'b' }, kind: 'BANK' };
    const registered = await Promise.all(
      [1, 2, 3, 4].map(() => registry.ask('post', '/v1/institutions', { body })),
    );
    expect(registered.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    for (const answer of registered) expect(answer.body.name).toEqual(body.name);
    const suspend = (reason: string) =>
      registry.ask('post', '/v1/institutions/C1010911000019/suspension', {
        key: supervisor,
        body: { reason },
      });
    const suspended = await Promise.all([1, 2, 3, 4].map(() => suspend('arrears')));
    expect(suspended.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    for (const answer of suspended) expect(answer.body.suspended.reason).toBe('arrears');
    const otherwise = await suspend('another reason');
    expect([otherwise.status, otherwise.body.detail]).toEqual([
      409,
      'The institution is suspended for another reason.',
    ]);
  });
});
