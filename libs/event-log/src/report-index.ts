import type { Position } from '#facts';
import type { InstitutionCode } from '#identifiers';

/** Where the fact stands that records a report. */
export interface FoundReport {
  readonly stream: string;
  readonly revision: number;
  /** SHA-256 of the report, as its fact carries it. */
  readonly digest: string | null;
  /** Of the fact. */
  readonly type: string;
  /** In the registry's own order, as soon as it is known; in an overlay, for its own facts, below zero. */
  readonly seq: number | null;
  /** Of the fact, or after it; null where the index does not know. */
  readonly position: Position | null;
}

export interface ReportAsked {
  readonly institution: InstitutionCode;
  readonly reportId: string;
  /** Of several facts the one in this stream is wanted. */
  readonly preferably?: string;
}

/**
 * Finds the facts that reports led to, by the institution's own id for each: when there are several, the one in
 * the stream that is preferred, else the first. What any process knew to be appended before the question is found.
 */
export abstract class ReportIndex {
  /** In the order asked. */
  abstract findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]>;
}
