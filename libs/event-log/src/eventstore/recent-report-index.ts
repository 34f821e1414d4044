import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import type { KnownStore } from './known-store.query.js';
import type { RecentReports } from './recent-reports.js';
import type { StartBarrier } from './start-barrier.query.js';
import type { StoreTail } from './store-tail.client.js';

/** A doubtful store is checked again sooner than this; a rebuilt sequence takes longer. */
const patienceMs = 8_000;

/**
 * The index of reports where facts are put in order after they were acknowledged: what stands in the store and not yet in the
 * sequence is looked up at the end of the store. Every report is decided by it:
 * it does not answer for another store, nor before the events that were there at the start of this process are sequenced.
 */
export class RecentReportIndex extends ReportIndex {
  constructor(
    private readonly recent: RecentReports,
    private readonly sequenced: ReportIndex,
    private readonly known: KnownStore,
    private readonly barrier?: StartBarrier,
    private readonly tail?: StoreTail,
  ) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    if (!this.known.isKnown) await this.known.sure(patienceMs);
    if (this.barrier && !this.barrier.isPassed) await this.barrier.pass(patienceMs);
    // The end of the store is read first, then the sequence: a fact that is sequenced in between is seen in both.
    await this.tail?.caughtUp();
    const indexed = await this.sequenced.findMany(asked);
    return asked.map((report, index) => this.recent.better(report, indexed[index] ?? null));
  }
}
