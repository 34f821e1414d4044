import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import type { KnownStore } from './known-store.query.js';
import type { RecentReports } from './recent-reports.js';

/** A doubt is settled sooner, one way or the other. */
const patienceMs = 10_000;

/**
 * The index of reports where facts are put in order after they were acknowledged: what this process appended is known at once,
 * what others did as soon as it stands in the sequence. Every report is decided by it: over another store it does not answer.
 */
export class RecentReportIndex extends ReportIndex {
  constructor(
    private readonly recent: RecentReports,
    private readonly sequenced: ReportIndex,
    private readonly known: KnownStore,
  ) {
    super();
  }

  async find(institution: string, reportId: string): Promise<FoundReport | null> {
    const [found] = await this.findMany([{ institution, reportId }]);
    return found ?? null;
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    if (!this.known.isKnown) await this.known.sure(patienceMs);
    const indexed = await this.sequenced.findMany(asked);
    return asked.map((report, place) => this.recent.better(report, indexed[place] ?? null));
  }
}
