import { describeEventLog } from '../event-log.contract.js';
import { openMemoryLog } from './open-memory-log.js';

describeEventLog('the log in memory', async () => {
  const opened = openMemoryLog();
  return { ...opened, reopen: async () => ({ ...opened, close: async () => undefined }) };
});
