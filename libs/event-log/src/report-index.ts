import type { Position } from '#facts';
import type { InstitutionCode } from '#identifiers';

/** The place of the fact that records a report. */
export interface FoundReport {
  readonly stream: string;
  readonly revision: number;
  /** SHA-256 of the report, from its fact. */
  readonly digest: string | null;
  /** The type of the fact. */
  readonly type: string;
  /** Null until it is sequenced; negative for facts of an overlay. */
  readonly seq: number | null;
  /** A position at or after the fact; null where the index has none. */
  readonly position: Position | null;
}

export interface ReportAsked {
  readonly institution: InstitutionCode;
  readonly reportId: string;
  /** Of several facts with this id, the one in this stream is preferred. */
  readonly preferably?: string;
}

/**
 * Finds the facts of reports by the ids that their institution gave them. Of several facts with one id it finds that in the preferred
 * stream, else the first. Consistent: it finds every fact that was acknowledged to any process before the call.
 */
export abstract class ReportIndex {
  /** The results have the order of the questions. */
  abstract findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]>;
}
