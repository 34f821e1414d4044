import type { EventLog, ManyStreams } from '../event-log.js';
import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import { OverlayEventLog } from './overlay-event-log.js';
import { OwnFacts, ownPosition } from './own-facts.js';

export interface Overlay {
  readonly log: EventLog & ManyStreams;
  readonly index: ReportIndex;
}

/**
 * A log over another for trying things out: it reads what is there, keeps what is appended to itself, and is forgotten.
 *
 * @param options.mostAppends what it takes before it throws `OverlayFull`; 10,000 unless told
 */
export const overlayOf = (
  log: EventLog & ManyStreams,
  index: ReportIndex,
  { mostAppends = 10_000 }: { readonly mostAppends?: number } = {},
): Overlay => {
  const own = new OwnFacts();
  return { log: new OverlayEventLog(log, own, mostAppends), index: new OverlayReportIndex(index, own) };
};

/** Its own reports first: they were appended because the base had none of that id. */
class OverlayReportIndex extends ReportIndex {
  constructor(
    private readonly base: ReportIndex,
    private readonly own: OwnFacts,
  ) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    const own = asked.map((report) => this.ownReport(report));
    const below = await this.base.findMany(asked);
    return own.map((found, place) => found ?? below[place] ?? null);
  }

  private ownReport(asked: ReportAsked): FoundReport | undefined {
    const found = this.own.report(asked);
    if (!found) return undefined;
    const { stream, revision, type, metadata } = found.fact;
    const position = ownPosition(found.number);
    return { stream, revision, type, digest: metadata.reportDigest, seq: -found.number, position };
  }
}
