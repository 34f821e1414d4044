import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
let database: TestDatabase;
beforeAll(async () => {
  const t = performance.now();
  database = await testDatabase();
  console.log(performance.now() - t);
  const u = performance.now();
  const d2 = await testDatabase();
  console.log(performance.now() - u);
  await d2.drop();
});
afterAll(() => database.drop());
describe('x', () => {
  it('works', () => {
    expect(1).toBe(1);
  });
});
