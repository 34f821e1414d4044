import { randomUUID } from 'node:crypto';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { type RunningRegistry, runningRegistry } from './running-registry.js';

/** Where the log lives. */
export const engines = ['PostgreSQL', 'an event store'] as const;

/**
 * The whole registry on an engine. The event store is the double, which calls a healthy reader too slow now and then; or the
 * one that XUDAI_EVENT_STORE_URL names, where somebody runs one.
 */
export const registryOn = async (engine: (typeof engines)[number]): Promise<RunningRegistry> => {
  if (engine === 'PostgreSQL') return runningRegistry();
  const prefix = `test-${randomUUID()}-`;
  const url = process.env.XUDAI_EVENT_STORE_URL;
  if (url) return runningRegistry({ eventStore: { url, prefix } });
  const double = await EventStoreDouble.started();
  double.faults.tooSlowChance = 0.002;
  const registry = await runningRegistry({ eventStore: { url: double.url, prefix } });
  return {
    ...registry,
    close: async () => {
      await registry.close();
      double.stop();
    },
  };
};
