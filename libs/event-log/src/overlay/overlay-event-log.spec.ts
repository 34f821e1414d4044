import { describeEventLog } from '../event-log.contract.js';
import { openMemoryLog } from '../memory/open-memory-log.js';
import { overlayOf } from './overlay.js';

describeEventLog('an overlay over an empty log', async () => {
  const base = openMemoryLog();
  return { ...overlayOf(base.log, base.index), endsWhenCaughtUp: true, close: () => base.close() };
});
