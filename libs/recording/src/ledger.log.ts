import type { BatchQueue } from '#batching';
import type { Clock } from '#calendar';
import {
  type EventLog,
  type FoundReport,
  laterPosition,
  LogShortened,
  type ManyStreams,
  type ReportAsked,
  type ReportIndex,
} from '#event-log';
import type { Position } from '#facts';
import type { InstitutionCode } from '#identifiers';
import { batchedQuestions, StreamFolds } from './stream-folds.log.js';

/** What deciding and recording need from outside: the log, the streams folded from it, the index of its reports, a clock. */
export class Ledger {
  /** The same log, for callers that hand over many appends at once. */
  readonly bulk: EventLog;
  readonly folds: StreamFolds;
  /** Streams as the table of sequenced facts has them. It may lag behind an event store, and answers while that store does not. */
  readonly sequenced: StreamFolds;
  private last: Position | null = null;
  private readonly reports: BatchQueue<ReportAsked, FoundReport | null>;

  constructor(
    readonly log: EventLog & ManyStreams,
    readonly index: ReportIndex,
    readonly clock: Clock,
    options: {
      readonly keep?: number;
      readonly above?: Ledger;
      readonly bulk?: EventLog;
      readonly sequenced?: ManyStreams;
    } = {},
  ) {
    this.bulk = options.bulk ?? log;
    this.reports = batchedQuestions({
      answerAll: (asked) => index.findMany(asked),
      keyOf: ({ institution, reportId, preferably = '' }) => `${institution} ${preferably} ${reportId}`,
    });
    this.folds = new StreamFolds(log, {
      keep: options.keep ?? 50_000,
      ...(options.above ? { below: options.above.folds } : {}),
    });
    this.sequenced = options.sequenced ? new StreamFolds(options.sequenced, { keep: 10_000 }) : this.folds;
  }

  /** The fact that records the report with this id; one in the preferred stream comes first. Null when there is none. */
  findReport(
    institution: InstitutionCode,
    reportId: string,
    preferably?: string,
  ): Promise<FoundReport | null> {
    return this.reports.ask({ institution, reportId, ...(preferably === undefined ? {} : { preferably }) });
  }

  /** Remembers how far this process has appended. */
  appendedUpTo(position: Position): void {
    this.last = this.last === null ? position : laterPosition(this.last, position);
  }

  /**
   * A position at or after a fact that was recorded before, and after everything that this process has appended. A sender that repeats a
   * report and waits for this position reads all its own writes.
   */
  async positionAtOrAfter(
    { stream, revision }: { readonly stream: string; readonly revision: number },
    found: FoundReport | null,
  ): Promise<Position> {
    const position = found?.position ?? (await this.log.positionOf(stream, revision));
    // The fact was read from the log before, so the log has lost it since.
    if (position === null) throw new LogShortened();
    return this.last === null ? position : laterPosition(this.last, position);
  }
}
