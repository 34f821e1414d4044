import { randomUUID } from 'node:crypto';
import { connectEventStore, type EventStoreOptions } from '../eventstore/connect-event-store.log.js';
import { RecentReportIndex } from '../eventstore/recent-report-index.js';
import type { OpenedLog } from '../contract/opened-log.js';
import { type FoundReport, ReportIndex } from '../report-index.js';

/** Finds nothing: no sequencer fills it. */
class EmptyIndex extends ReportIndex {
  async findMany(asked: readonly unknown[]): Promise<readonly (FoundReport | null)[]> {
    return asked.map(() => null);
  }
}

/** A prefix for the streams of one run; several runs share a store. */
export const newPrefix = (): string => `test-${randomUUID()}-`;

/** The log on a store under test, appended to either way. */
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
