import { expect, it } from '@jest/globals';
import { describeEventLog } from '../event-log.contract.js';
import { openMemoryLog } from './open-memory-log.js';

it('is the same log for many appends at once', () => {
  const { log, bulk } = openMemoryLog();
  expect(bulk).toBe(log);
});

describeEventLog('the log in memory', async () => {
  const opened = openMemoryLog();
  return { ...opened, reopen: async () => ({ ...opened, close: async () => undefined }) };
});
