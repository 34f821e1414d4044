import { describeEventLog } from '../event-log.contract.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

// Run by `npm run test:event-store` on the store that XUDAI_EVENT_STORE_URL names, whoever serves it.

const url = process.env.XUDAI_EVENT_STORE_URL;
if (!url) throw new Error('XUDAI_EVENT_STORE_URL must name the event store to run the contract on.');

for (const way of ['log', 'bulk'] as const)
  describeEventLog(`the ${way} in an event store`, async () =>
    eventStoreForSpec({ url, prefix: newPrefix() }, way),
  );
