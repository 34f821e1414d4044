import { LRUCache } from 'lru-cache';
import type { Position, StoredFact } from '#facts';
import type { Append, Appended } from '../event-log.js';
import type { FoundReport, ReportAsked } from '../report-index.js';

/** More than a process appends while the sequence is behind, unless the sequencer has stopped. */
const mostKept = 100_000;

const keyOf = ({ institution, reportId }: ReportAsked): string => `${institution}\n${reportId}`;

/**
 * Reports that were appended last, by this process or another: the index of all of them follows the log, and does not know these at once.
 */
export class RecentReports {
  private readonly kept = new LRUCache<string, readonly FoundReport[]>({ max: mostKept });

  keep({ stream, facts }: Append, { firstRevision, position }: Appended): void {
    facts.forEach((fact, index) =>
      this.keepStored({ ...fact, stream, revision: firstRevision + index }, position),
    );
  }

  keepStored({ stream, revision, type, institution, metadata }: StoredFact, position: Position): void {
    const { reportId, reportDigest: digest } = metadata;
    if (institution === null || reportId === null) return;
    const key = keyOf({ institution, reportId });
    const found: FoundReport = { stream, revision, type, digest, seq: null, position };
    const before = this.kept.get(key) ?? [];
    if (!before.some((other) => other.stream === stream && other.revision === revision))
      this.kept.set(key, [...before, found]);
  }

  /** The better of the index's result and the one known here: in the preferred stream, else the first. */
  better(asked: ReportAsked, indexed: FoundReport | null): FoundReport | null {
    const own = this.kept.get(keyOf(asked)) ?? [];
    const known = indexed && withPosition(indexed, own);
    if (known && known.stream === asked.preferably) return known;
    return own.find(({ stream }) => stream === asked.preferably) ?? known ?? own[0] ?? null;
  }
}

/** The index knows the seq; the appender knows the position. */
const withPosition = (indexed: FoundReport, own: readonly FoundReport[]): FoundReport => {
  const same = own.find(({ stream, revision }) => stream === indexed.stream && revision === indexed.revision);
  return same ? { ...indexed, position: same.position } : indexed;
};
