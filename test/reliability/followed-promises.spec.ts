import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { testDatabase } from '#testing';

/*
 * While a snapshot is open Node follows every promise of the process, which makes each await about three times as dear. Asked in a
 * process of its own, since the test runner follows promises as well: those that are followed have ids of their own.
 */
const asked = `
  import { executionAsyncId } from 'node:async_hooks';
  import { createPool } from ${JSON.stringify(new URL('../../dist/libs/database/src/index.js', import.meta.url).href)};
  const isFollowed = async () => {
    await undefined;
    const before = executionAsyncId();
    await undefined;
    return executionAsyncId() !== before;
  };
  const pool = createPool(process.argv[1], { max: 3, applicationName: 'followed promises' });
  const seen = [await isFollowed(), await pool.snapshot(isFollowed)];
  const long = pool.snapshot(async () => {
    await pool.query('select pg_sleep(0.2)');
    return isFollowed();
  });
  await pool.snapshot(() => pool.query('select 1'));
  seen.push(await long, await isFollowed());
  await pool.end();
  console.log(JSON.stringify(seen));
`;

it('promises are followed while a snapshot is open, and not after the last one is over', async () => {
  const database = await testDatabase();
  const args = ['--input-type=module', '-e', asked, database.appUrl];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(stdout)).toEqual([false, true, true, false]);
  await database.drop();
});
