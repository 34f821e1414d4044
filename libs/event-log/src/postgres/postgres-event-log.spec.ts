import { expect, it } from '@jest/globals';
import { sizeOf } from '#testing';
import { asStored, collected, newStream, plantedAppend } from '../contract/planted-appends.js';
import { describeEventLog, type OpenedLog } from '../event-log.contract.js';
import { postgresForSpec } from '../testing/postgres-for-spec.connection.js';

it('is the same log for many appends at once', async () => {
  const postgres = await postgresForSpec();
  const { log, bulk } = postgres.openLog();
  const append = plantedAppend(newStream(), 'none');
  const first = await bulk.append(append);
  expect(await log.append(append)).toEqual(first);
  expect(await collected(log.readStream({ stream: append.stream }))).toEqual(asStored(append, 0));
  await postgres.close();
});

describeEventLog(
  'the log in PostgreSQL',
  async () => {
    const postgres = await postgresForSpec();
    const open = (name: string): OpenedLog => ({
      ...postgres.openLog({ name }),
      reopen: async () => open('reopened'),
    });
    return { ...open('spec'), cutConnections: () => postgres.terminate(), close: () => postgres.close() };
  },
  sizeOf('logContract'),
);
