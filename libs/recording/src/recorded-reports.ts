import { Map as PersistentMap } from 'immutable';
import type { Evolution } from '#decider';
import type { StoredFact } from '#facts';

/** What the stream still knows of a report that was recorded in it: enough to tell its first outcome again. */
export interface RecordedReport {
  readonly digest: string;
  readonly factType: string;
  readonly revision: number;
  readonly flags: readonly string[];
  readonly stampedAt: string;
}

/** By report id. Persistent, so that one more report in a stream of 150,000 costs no more than in one of ten. */
export type RecordedReports = PersistentMap<string, RecordedReport>;

/** Outcomes need no table of their own: a stream's fold says whether a report is in it. */
export const recordedReports: Evolution<RecordedReports, StoredFact> = {
  initial: PersistentMap(),
  evolve: (reports, { type, revision, metadata }) =>
    metadata.reportId === null || metadata.reportDigest === null
      ? reports
      : reports.set(metadata.reportId, {
          digest: metadata.reportDigest,
          factType: type,
          revision,
          flags: metadata.flags,
          stampedAt: metadata.stampedAt,
        }),
};
