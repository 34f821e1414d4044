import { exec } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { type RunningRegistry, runningRegistry } from './running-registry.js';

/** Where the log lives. */
export const engines = ['PostgreSQL', 'an event store'] as const;

export interface Store {
  readonly url: string;
  readonly prefix: string;
  /** Kills it with whatever is under way, and starts it again. */
  restart(): Promise<void>;
  close(): void;
  /** Where it is the double: what it holds may be altered. */
  readonly double?: EventStoreDouble;
}

/**
 * The double, which calls a healthy reader too slow now and then; or the store that XUDAI_EVENT_STORE_URL names, which the command
 * in XUDAI_EVENT_STORE_RESTART kills and starts again.
 */
export const eventStore = async (): Promise<Store> => {
  const prefix = `test-${randomUUID()}-`;
  const url = process.env.XUDAI_EVENT_STORE_URL;
  if (url) return { url, prefix, restart: restartByCommand, close: () => undefined };
  const double = await EventStoreDouble.started();
  double.faults.tooSlowChance = 0.002;
  return { url: double.url, prefix, double, restart: () => double.restart(500), close: () => double.stop() };
};

const restartByCommand = async (): Promise<void> => {
  const command = process.env.XUDAI_EVENT_STORE_RESTART;
  if (!command)
    throw new Error('XUDAI_EVENT_STORE_RESTART must say how the event store is killed and started.');
  await promisify(exec)(command);
};

/** The whole registry on an engine. */
export const registryOn = async (engine: (typeof engines)[number]): Promise<RunningRegistry> => {
  if (engine === 'PostgreSQL') return runningRegistry();
  const store = await eventStore();
  const registry = await runningRegistry({ eventStore: store });
  return {
    ...registry,
    close: async () => {
      await registry.close();
      store.close();
    },
  };
};
