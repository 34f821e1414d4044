import { sizeOf } from '#testing';
import { EventStoreDouble } from '../../../../test/event-store-double/event-store-double.server.js';
import { describeEventLog } from '../event-log.contract.js';
import { eventStoreForSpec, newPrefix } from '../testing/event-store-for-spec.log.js';

for (const way of ['log', 'bulk'] as const)
  describeEventLog(
    `the ${way} on the double of the event store`,
    async () => {
      const double = await EventStoreDouble.started();
      double.faults.tooSlowChance = 0.002;
      const options = { url: double.url, prefix: newPrefix() };
      const opened = eventStoreForSpec(options, way);
      return {
        ...opened,
        cutConnections: () => double.restart(20),
        close: async () => {
          await opened.close();
          double.stop();
        },
      };
    },
    sizeOf('logContract'),
  );
