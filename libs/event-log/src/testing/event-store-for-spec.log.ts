import { randomUUID } from 'node:crypto';
import { connectEventStore, type EventStoreOptions } from '../eventstore/connect-event-store.log.js';
import { RecentReportIndex } from '../eventstore/recent-report-index.js';
import type { OpenedLog } from '../contract/opened-log.js';
import { type FoundReport, ReportIndex } from '../report-index.js';

/** Knows nothing yet: the sequence that would fill it is another's. */
class EmptyIndex extends ReportIndex {
  async findMany(asked: readonly unknown[]): Promise<readonly (FoundReport | null)[]> {
    return asked.map(() => null);
  }
}

/** Several runs share one store: each has streams of its own. */
export const newPrefix = (): string => `test-${randomUUID()}-`;

/** The log on a store, as the contract is given it; appended to in the one way or the other. */
export const eventStoreForSpec = (
  options: Pick<EventStoreOptions, 'url' | 'prefix'> & Partial<EventStoreOptions>,
  way: 'log' | 'bulk' = 'log',
): OpenedLog => {
  const { recent, known, close, ...ways } = connectEventStore({ onSetback: () => undefined, ...options });
  return {
    log: ways[way],
    index: new RecentReportIndex(recent, new EmptyIndex(), known),
    reopen: async () => eventStoreForSpec(options, way),
    close,
  };
};
