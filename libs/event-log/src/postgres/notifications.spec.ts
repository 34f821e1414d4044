import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newStream, plantedAppend } from '../contract/planted-appends.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';
import { notificationPauseMs } from './new-facts.connection.js';

let postgres: PostgresForSpec;

beforeAll(async () => {
  postgres = await postgresForSpec();
});
afterAll(() => postgres.close());

it('appends one after another share notifications, and the last names the last fact', async () => {
  const { log } = postgres.openLog();
  const notified: number[] = [];
  postgres.owner.on('notification', ({ payload }) => notified.push(Number(payload)));
  await postgres.owner.query('listen xudai_facts');
  const begunAt = performance.now();
  let last = '0';
  for (let count = 0; count < 200; count += 1) {
    const result = await log.append(plantedAppend(newStream(), 'none'));
    if (result.outcome === 'appended') last = result.position;
  }
  while (notified.at(-1) !== Number(last)) await new Promise((done) => setTimeout(done, 5));
  const tookMs = performance.now() - begunAt;
  expect(notified.length).toBeLessThanOrEqual(2 + tookMs / notificationPauseMs);
});
