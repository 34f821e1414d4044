import type { Clock } from '#calendar';
import type { EventLog, ManyStreams, ReportIndex } from '#event-log';
import { StreamFolds } from './stream-folds.log.js';

/** What deciding and recording need of the world: the log, the states folded from it, the index of its reports, a clock. */
export class Ledger {
  readonly folds: StreamFolds;

  constructor(
    readonly log: EventLog & ManyStreams,
    readonly reports: ReportIndex,
    readonly clock: Clock,
    options: { readonly keep?: number; readonly above?: Ledger } = {},
  ) {
    this.folds = new StreamFolds(log, {
      keep: options.keep ?? 200_000,
      ...(options.above ? { below: options.above.folds } : {}),
    });
  }
}
